import { RandomStream } from '../../tensor/random';
import { shares } from './shares';

/** 1 for every sample of a seeded, stratified share, 0 for the others; every class keeps one to learn from. */
export function heldOutOf(labels: Int32Array, share: number, seed: number): Uint8Array {
  const classes = Math.max(...labels) + 1;
  const members = Array.from({ length: classes }, () => [] as number[]);
  labels.forEach((label, k) => members[label].push(k));
  const counts = shares(
    members.map(({ length }) => length),
    Math.max(1, Math.round(share * labels.length)),
  );
  const held = new Uint8Array(labels.length);
  members.forEach((own, c) => {
    const order = new RandomStream(seed, 'held out', c).permutation(own.length);
    for (let n = 0; n < Math.min(counts[c], own.length - 1); n++) held[own[order[n]]] = 1;
  });
  return held;
}
