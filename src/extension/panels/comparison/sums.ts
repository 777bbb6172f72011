import type { PairScatter } from '../../../protocol/comparison';

/** Scatters of the same pairs of maps over several images, added cell by cell. */
export function addedScatters(sum: readonly PairScatter[], more: readonly PairScatter[]): readonly PairScatter[] {
  if (sum.length === 0) return more;
  return sum.map((one, at) => ({ ...one, counts: one.counts.map((count, cell) => count + more[at].counts[cell]) }));
}
