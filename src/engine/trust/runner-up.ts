import type { TargetRequest } from '../../protocol/explain';
import { isBackground } from '../../protocol/target';
import { targetIndex } from '../explanation/target-names';
import { cosine } from '../statistics/correlation';
import { classWeights } from './class-weights';
import type { TrustSubject } from './mark';

/** Cosine of the weights of two classes from which on their maps are much alike, whatever the method. */
export const SYNONYMS = 0.4;

/**
 * The same question about other classes: the likeliest that it does not ask of, near synonyms of its own left out (a
 * tabby and a tiger cat have the same map by right), and the least likely. The first is missing where there is none, the
 * second where it is the same or has no place of its own.
 */
export function rivals({ asked, predicted, model }: TrustSubject): { first?: TargetRequest; last?: TargetRequest } {
  const { references, box, group, target, against, targetRegion } = asked;
  if (references ?? box ?? predicted.boxes ?? predicted.link === 'identity') return {};
  const own = (group ?? [target]).map((one) => targetIndex(one, predicted, model.recipe));
  const taken = against === undefined ? own : [...own, targetIndex(against, predicted, model.recipe)];
  const others = predicted.predictions.filter(({ index }) => !taken.includes(index));
  const shown = others.filter(({ label }) => !isBackground(label));
  const likely = predicted.dense ? shown : others;
  const next = likely.find(unlike(model, taken, predicted.predictions.length)) ?? likely[0];
  // One logit tells two classes by its sign, which says nothing of a map.
  if (!next || (predicted.predictions.length === 2 && model.network.graph.logitsDims[0] === 1)) return {};
  const of = ({ index }: { readonly index: number }): TargetRequest => ({
    target: index,
    ...(against !== undefined && { against }),
    ...(targetRegion && { targetRegion }),
  });
  const farthest = predicted.dense && !targetRegion ? undefined : shown.at(-1);
  return { first: of(next), ...(farthest && farthest !== next && { last: of(farthest) }) };
}

/** Whether a class is none of near synonyms of those taken; true where the last layer does not tell. */
function unlike({ network }: TrustSubject['model'], taken: readonly (number | undefined)[], classes: number) {
  const weights = classWeights(network.model, network.graph.logits, classes);
  return ({ index }: { readonly index: number }): boolean =>
    !weights || taken.every((one) => one === undefined || cosine(weights[index], weights[one]) <= SYNONYMS);
}
