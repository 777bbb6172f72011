import type { Network } from '../../session/network';
import { sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Names one mask among those of a sheet. */
export type MaskKey = number | string;

/** Rows of logits larger than this (dense outputs) are not kept. */
const LARGEST_ROW = 1 << 14;
/** Floats kept per network: 128 MB. */
const MOST = 1 << 25;
/** What a row costs beside its floats, in floats. */
const OVERHEAD = 48;

/**
 * The logits of perturbed copies of one image under one recipe of masks, by mask. Every class, every normalisation,
 * every number of samples and every method that asks for the same masks reads the same sheet; only masks not on it yet
 * are run.
 */
export class Sheet {
  private readonly rows = new Map<MaskKey, Float32Array>();
  /** Shape of one row of logits. */
  shape: readonly number[] = [];
  /** What is held, in floats. */
  size = 0;

  /** @param room makes room for so many floats; false where there is none */
  constructor(private readonly room: (needed: number, sheet: Sheet) => boolean) {}

  /** The logits of one masked copy, if it has been run. */
  row(key: MaskKey): Float32Array | undefined {
    return this.rows.get(key);
  }

  /** Puts down logits `[n, classes, …]`, a row for each key, where there is room for them. */
  add(keys: readonly MaskKey[], logits: FloatTensor): void {
    const length = sizeOf(logits.dims.slice(1));
    const named = keys.reduce<number>((sum, key) => sum + String(key).length / 4, 0);
    const needed = keys.length * (length + OVERHEAD) + named;
    if (length > LARGEST_ROW || !this.room(needed, this)) return;
    this.shape = logits.dims.slice(1);
    keys.forEach((key, n) => this.rows.set(key, logits.data.subarray(n * length, (n + 1) * length)));
    this.size += needed;
  }
}

/** The sheets of one network, the one used last at the end; the oldest make room for new rows. */
class Sheets {
  private readonly sheets = new Map<string, Sheet>();

  of(key: string): Sheet {
    const sheet = this.sheets.get(key) ?? new Sheet((needed, asking) => this.makeRoom(needed, asking));
    this.sheets.delete(key);
    this.sheets.set(key, sheet);
    return sheet;
  }

  private makeRoom(needed: number, asking: Sheet): boolean {
    let total = needed;
    for (const { size } of this.sheets.values()) total += size;
    for (const [key, sheet] of this.sheets) {
      if (total <= MOST) break;
      if (sheet === asking) continue;
      total -= sheet.size;
      this.sheets.delete(key);
    }
    return total <= MOST;
  }
}

const kept = new WeakMap<Network, Sheets>();

/** The sheet of a network under a key that names the image, the baseline, and what a mask's key stands for. */
export function sheetOf(network: Network, key: string): Sheet {
  const sheets = kept.get(network) ?? new Sheets();
  kept.set(network, sheets);
  return sheets.of(key);
}
