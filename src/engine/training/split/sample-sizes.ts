import { LensError } from '../../../protocol/error';
import { RandomStream } from '../../tensor/random';
import { shares } from './shares';

/** How many of each class are learned from. */
export type ClassCounts = readonly number[];

/** Sizes found by halving: at most so many, and none with fewer of a class. */
const [MOST_SIZES, LEAST_OF_CLASS] = [6, 8];

export const totalOf = (counts: ClassCounts): number => counts.reduce((a, b) => a + b, 0);

/** How many of each class there are among samples. */
export function classCounts(labels: Int32Array, samples: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const k of samples) counts[labels[k]]++;
  return counts;
}

/**
 * Sizes as people write them, `78`, `46+32` by class, `auto`, from the smallest on.
 * @param available what every run has of each class
 * @throws LensError for a size there is not
 */
export function sampleSizes(texts: readonly string[], available: ClassCounts): ClassCounts[] {
  const all = texts.flatMap((text) => (text === 'auto' ? halvings(available) : [sizeOf(text, available)]));
  const byTotal = new Map(all.map((counts) => [totalOf(counts), counts]));
  return [...byTotal.values()].sort((a, b) => totalOf(a) - totalOf(b));
}

function halvings(available: ClassCounts): ClassCounts[] {
  const sizes: ClassCounts[] = [available];
  while (sizes.length < MOST_SIZES) {
    const next = shares(available, Math.round(totalOf(available) / 2 ** sizes.length));
    if (next.some((count, c) => count < Math.min(LEAST_OF_CLASS, available[c]))) break;
    sizes.push(next);
  }
  return sizes;
}

function sizeOf(text: string, available: ClassCounts): ClassCounts {
  if (!/^[1-9]\d*(\+[1-9]\d*)*$/.test(text))
    throw refused(`the size ${text} is no number`, 'Give sizes as 78,156, by class as 46+32, or auto');
  const given = text.split('+').map(Number);
  const total = totalOf(available);
  if (given.length > 1) {
    if (given.length !== available.length)
      throw refused(
        `the size ${text} names ${given.length} classes, but there are ${available.length}`,
        'Give a number for each class, or one for all',
      );
    const lacking = given.findIndex((count, c) => count > available[c]);
    if (lacking < 0) return given;
    throw refused(
      `a run learns from ${available[lacking]} inputs of class ${lacking + 1}, fewer than ${given[lacking]}`,
      'Choose a smaller size',
    );
  }
  const present = available.filter((count) => count > 0).length;
  if (given[0] > total) throw refused(`a run learns from ${total} inputs, fewer than ${text}`, 'Choose a smaller size');
  const counts = shares(available, given[0]).map((count, c) => (available[c] > 0 ? Math.max(1, count) : 0));
  if (totalOf(counts) === given[0]) return counts;
  throw refused(`${text} inputs are too few for ${present} classes`, 'Choose a larger size');
}

const refused = (what: string, next: string): LensError => new LensError({ code: 'invalid-argument', what, next });

/** So many of each class, drawn by seed and fold: a smaller size is part of every larger one. */
export function sampleOf(
  { training, seed, fold }: { readonly training: Int32Array; readonly seed: number; readonly fold: number },
  labels: Int32Array,
  counts: ClassCounts,
): Int32Array {
  const chosen = new Set<number>();
  counts.forEach((count, c) => {
    const own = training.filter((k) => labels[k] === c);
    const order = new RandomStream(seed, 'sample', fold, c).permutation(own.length);
    for (let n = 0; n < count; n++) chosen.add(own[order[n]]);
  });
  return training.filter((k) => chosen.has(k));
}
