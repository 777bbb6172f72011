import { sorted, sum, type Values } from '../statistics/values';
import { defineMetric } from './metric';

/** Keeps a map of zeros defined; it makes the index depend slightly on the scale of tiny maps. */
const OFFSET = 1e-7;

/**
 * Gini index of |a| + 1e-7: Σ (2i − n − 1) aᵢ / (n Σ a), a ascending, i from 1. 0: all equal, towards 1: one position
 * has everything.
 * @see Chalasani et al. 2020, Concise Explanations of Neural Networks using Adversarial Training
 */
export function gini(map: Values): number {
  const ascending = sorted(Float64Array.from(map, (v) => Math.abs(v) + OFFSET));
  const n = ascending.length;
  return sum(ascending.map((v, i) => (2 * (i + 1) - n - 1) * v)) / (n * sum(ascending));
}

export const sparseness = defineMetric({
  id: 'sparseness',
  label: 'Sparseness (Gini)',
  paper: {
    authors: 'Chalasani, Chen, Chowdhury, Jha & Wu',
    year: 2020,
    title: 'Concise Explanations of Neural Networks using Adversarial Training',
    url: 'https://arxiv.org/abs/1810.06583',
  },
  better: 'higher',
  formula: 'Gini index Σ (2i − n − 1) aᵢ / (n Σ a) of the ascending |a| + 1e-7',
  needs: [],
  params: [],
  score: async ({ map }) => ({ value: gini(map.data) }),
});
