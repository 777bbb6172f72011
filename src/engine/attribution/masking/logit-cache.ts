import type { Network } from '../../session/network';
import { sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Names one mask among those of a cache. */
export type MaskKey = number | string;

/** Rows of logits larger than this (dense outputs) are not kept. */
const LARGEST_ROW = 1 << 14;
/** Floats kept per network: 128 MB. */
const MOST = 1 << 25;
/** What a row costs beside its floats, in floats. */
const OVERHEAD = 48;

/**
 * The logits of perturbed copies of one image under one recipe of masks, by mask. Every class, every normalisation,
 * every number of samples and every method that asks for the same masks reads the same cache; only masks not in it yet
 * are run.
 */
export class LogitCache {
  private readonly rows = new Map<MaskKey, Float32Array>();
  /** Shape of one row of logits. */
  shape: readonly number[] = [];
  /** What is held, in floats. */
  size = 0;

  /** @param room makes room for so many floats; false where there is none */
  constructor(private readonly room: (needed: number, cache: LogitCache) => boolean) {}

  /** The logits of one masked copy, if it has been run. */
  row(key: MaskKey): Float32Array | undefined {
    return this.rows.get(key);
  }

  /** Keeps logits `[n, classes, …]`, a row for each key, where there is room for them. */
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

/** The caches of one network, the one used last at the end; the oldest make room for new rows. */
class LogitCaches {
  private readonly caches = new Map<string, LogitCache>();

  of(key: string): LogitCache {
    const cache = this.caches.get(key) ?? new LogitCache((needed, asking) => this.makeRoom(needed, asking));
    this.caches.delete(key);
    this.caches.set(key, cache);
    return cache;
  }

  private makeRoom(needed: number, asking: LogitCache): boolean {
    let total = needed;
    for (const { size } of this.caches.values()) total += size;
    for (const [key, cache] of this.caches) {
      if (total <= MOST) break;
      if (cache === asking) continue;
      total -= cache.size;
      this.caches.delete(key);
    }
    return total <= MOST;
  }
}

const cachesOf = new WeakMap<Network, LogitCaches>();

/** The cache of a network under a key that names the image, the baseline, and what a mask's key stands for. */
export function logitCache(network: Network, key: string): LogitCache {
  const caches = cachesOf.get(network) ?? new LogitCaches();
  cachesOf.set(network, caches);
  return caches.of(key);
}
