import { ascendingOrder } from './rank';
import type { Values } from './values';

/** A correction of p values for multiple comparisons. */
export interface Correction {
  readonly id: string;
  readonly label: string;
  readonly paper: string;
  /** Adjusted p values in the order given, each at most 1. */
  adjust(p: Values): Float64Array;
}

const bonferroni: Correction = {
  id: 'bonferroni',
  label: 'Bonferroni',
  paper: 'Dunn 1961',
  adjust: (p) => Float64Array.from(p, (v) => Math.min(1, v * p.length)),
};

const holm: Correction = {
  id: 'holm',
  label: 'Holm',
  paper: 'Holm 1979, A simple sequentially rejective multiple test procedure',
  adjust(p) {
    const adjusted = new Float64Array(p.length);
    let largest = 0;
    ascendingOrder(p).forEach((index, k) => {
      // Step down: no hypothesis may look better than one with a smaller p.
      largest = Math.max(largest, (p.length - k) * p[index]);
      adjusted[index] = Math.min(1, largest);
    });
    return adjusted;
  },
};

const benjaminiHochberg: Correction = {
  id: 'benjamini-hochberg',
  label: 'Benjamini-Hochberg',
  paper: 'Benjamini & Hochberg 1995, Controlling the false discovery rate',
  adjust(p) {
    const adjusted = new Float64Array(p.length);
    const order = ascendingOrder(p);
    let smallest = 1;
    for (let k = p.length - 1; k >= 0; k--) {
      // Step up: from the largest p down, each no worse than the one after it.
      smallest = Math.min(smallest, (p.length / (k + 1)) * p[order[k]]);
      adjusted[order[k]] = smallest;
    }
    return adjusted;
  },
};

export const CORRECTIONS: readonly Correction[] = Object.freeze([holm, benjaminiHochberg, bonferroni]);
