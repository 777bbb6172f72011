import { topIndices } from '../statistics/overlap';
import { averageRanks } from '../statistics/rank';
import { sum, type Values } from '../statistics/values';

/** Σ over the mask. */
export function inside(map: Values, mask: Values): number {
  let total = 0;
  for (let i = 0; i < map.length; i++) if (mask[i]) total += map[i];
  return total;
}

/** The share of the k largest values that lie in the mask. */
export function topShare(map: Values, mask: Values, k: number): number {
  let hits = 0;
  for (const i of topIndices(map, k)) if (mask[i]) hits++;
  return hits / k;
}

/** Attribution inside over the total, signs kept, with a guard against an empty map, as Quantus has it. */
export function attributionLocalisation(map: Values, mask: Values): number {
  return inside(map, mask) / (sum(map) + 1e-9);
}

/**
 * Area under the ROC curve of scores against 0/1 labels: the chance that a positive outranks a negative, ties counted
 * half. NaN when a class is missing.
 * @see Mann & Whitney 1947
 */
export function rocAuc(scores: Values, labels: Values): number {
  const ranks = averageRanks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (!labels[i]) continue;
    positives++;
    rankSum += ranks[i];
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (ranks.length - positives));
}
