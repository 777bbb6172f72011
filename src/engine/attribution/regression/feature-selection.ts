import { registry } from '../../parameter/entries';
import { lassoPath } from './lasso-path';
import { everyFeature, r2, ridge, type Moments } from './least-squares';

/** Ways to choose the segments a LIME explanation may use, named as the lime library names them. */
interface FeatureSelection {
  readonly id: string;
  readonly label: string;
  /** @param row the row that is explained, usually all ones */
  select(moments: Moments, count: number, row: ArrayLike<number>): number[];
}

/** Adds one feature at a time, each time the one whose least-squares fit explains most. */
function forward(moments: Moments, count: number): number[] {
  const chosen: number[] = [];
  const features = everyFeature(moments);
  while (chosen.length < Math.min(count, features.length)) {
    let best = { feature: 0, score: -Infinity };
    for (const feature of features) {
      if (chosen.includes(feature)) continue;
      const score = r2(moments, ridge(moments, 0, [...chosen, feature]));
      if (score > best.score) best = { feature, score };
    }
    chosen.push(best.feature);
  }
  return chosen;
}

/** The features of largest |coefficient · value| in a nearly unpenalised ridge fit of all. */
function highest(moments: Moments, count: number, row: ArrayLike<number>): number[] {
  const importance = ridge(moments, 0.01).coefficients.map((c, s) => Math.abs(c * row[s]));
  return everyFeature(moments)
    .sort((a, b) => importance[b] - importance[a])
    .slice(0, count);
}

/** The features in play at the last corner of the lasso path that has no more than wanted. */
function path(moments: Moments, count: number): number[] {
  const knots = lassoPath(moments);
  const inPlay = (knot: Float64Array): number[] => everyFeature(moments).filter((s) => knot[s] !== 0);
  for (let k = knots.length - 1; k > 0; k--) if (inPlay(knots[k]).length <= count) return inPlay(knots[k]);
  return knots.length > 1 ? inPlay(knots[1]) : everyFeature(moments);
}

export const featureSelections = registry<FeatureSelection>()([
  { id: 'none', label: 'All segments', select: everyFeature },
  {
    id: 'auto',
    label: 'Forward up to 6 segments, else highest weights',
    select: (m, count, row) => (count <= 6 ? forward(m, count) : highest(m, count, row)),
  },
  { id: 'forward_selection', label: 'Forward selection', select: forward },
  { id: 'highest_weights', label: 'Highest weights', select: highest },
  { id: 'lasso_path', label: 'Lasso path', select: path },
]);
