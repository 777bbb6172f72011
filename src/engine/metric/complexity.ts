import { FEATURE_BASED } from '../literature/papers';
import { mean, sum, type Values } from '../statistics/values';
import { defineMetric } from './metric';

/** Entropy −Σ p ln(p + 1e-12) of p = |a| / Σ|a|, in nats. */
export function entropy(map: Values): number {
  const size = Float64Array.from(map, Math.abs);
  const total = sum(size);
  return -sum(size.map((v) => (v / total) * Math.log(v / total + 1e-12)));
}

/** mean |a|: what ADCC calls complexity. */
export function meanSize(map: Values): number {
  return mean(Float64Array.from(map, Math.abs));
}

export const complexity = defineMetric({
  id: 'complexity',
  label: 'Complexity (entropy)',
  paper: FEATURE_BASED,
  better: 'lower',
  formula: '−Σ p ln(p + 1e-12), p = |a| / Σ|a|; meanSize: mean |a|, which others call complexity',
  needs: [],
  params: [],
  score: async ({ map }) => ({ value: entropy(map.data), parts: { meanSize: meanSize(map.data) } }),
});
