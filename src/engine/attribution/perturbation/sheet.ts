import type { Network } from '../../session/network';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Rows of logits larger than this (dense outputs) are not kept. */
const LARGEST_ROW = 1 << 14;
/** Floats kept per network: 128 MB. */
const MOST = 1 << 25;

/**
 * The logits of the perturbed copies of one image, in sample order. Every class, both normalisations and every smaller
 * sample count read the same sheet; a larger count continues it.
 */
export class Sheet {
  private rows: FloatTensor[] = [];
  /** Samples that have been run. */
  count = 0;

  /** Adds the next samples' logits `[n, classes, …]`; samples already there are left alone. */
  add(start: number, logits: FloatTensor): void {
    if (start !== this.count || sizeOf(logits.dims.slice(1)) > LARGEST_ROW) return;
    this.rows.push(logits);
    this.count += logits.dims[0];
  }

  /** Logits of samples start … end, all of which must have been run. */
  slice(start: number, end: number): FloatTensor {
    const shape = this.rows[0].dims.slice(1);
    const step = sizeOf(shape);
    const found = floats([end - start, ...shape]);
    let first = 0;
    for (const part of this.rows) {
      const from = Math.max(start, first);
      const to = Math.min(end, first + part.dims[0]);
      if (from < to) found.data.set(part.data.subarray((from - first) * step, (to - first) * step), (from - start) * step);
      first += part.dims[0];
    }
    return found;
  }

  /** Floats held. */
  get size(): number {
    return this.rows.reduce((sum, part) => sum + part.data.length, 0);
  }
}

/** The sheets of a network, the one used last at the end; the oldest go when there are too many. */
const kept = new WeakMap<Network, Map<string, Sheet>>();

/** The sheet of a network under a key that names the image, the baseline, and the draws. */
export function sheetOf(network: Network, key: string): Sheet {
  const sheets = kept.get(network) ?? new Map<string, Sheet>();
  kept.set(network, sheets);
  const sheet = sheets.get(key) ?? new Sheet();
  sheets.delete(key);
  sheets.set(key, sheet);
  let total = 0;
  for (const each of sheets.values()) total += each.size;
  for (const [name, each] of sheets) {
    if (total <= MOST || name === key) break;
    total -= each.size;
    sheets.delete(name);
  }
  return sheet;
}
