import type { TargetRequest } from '../../protocol/explain';
import { isBackground } from '../../protocol/target';
import { targetIndex } from '../explanation/target-names';
import type { TrustSubject } from './mark';

/** The same question about the likeliest class that it does not ask of; undefined where there is none. */
export function runnerUp({ asked, predicted, model }: TrustSubject): TargetRequest | undefined {
  const { references, box, group, target, against } = asked;
  if (references ?? box ?? predicted.boxes ?? predicted.link === 'identity') return undefined;
  const own = (group ?? [target]).map((one) => targetIndex(one, predicted, model.recipe));
  const taken = against === undefined ? own : [...own, targetIndex(against, predicted, model.recipe)];
  const others = predicted.predictions.filter(({ index }) => !taken.includes(index));
  const [next] = predicted.dense ? others.filter(({ label }) => !isBackground(label)) : others;
  if (!next) return undefined;
  // One logit tells two classes by its sign, which says nothing of a map.
  if (predicted.predictions.length === 2 && model.network.graph.logitsDims[0] === 1) return undefined;
  const { targetRegion } = asked;
  return { target: next.index, ...(against !== undefined && { against }), ...(targetRegion && { targetRegion }) };
}
