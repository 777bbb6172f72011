import type { TargetRequest } from '../../protocol/explain';
import { isBackground } from '../../protocol/target';
import { targetIndex } from '../explanation/target-names';
import { cosine } from '../statistics/correlation';
import { classWeights } from './class-weights';
import type { TrustSubject } from './mark';

/** Cosine of the weights of two classes from which on their maps are much alike, whatever the method. */
export const SYNONYMS = 0.4;

/**
 * The same question about the likeliest class that it does not ask of, near synonyms of its own left out: a tabby and a
 * tiger cat have the same map by right. Undefined where there is none.
 */
export function runnerUp({ asked, predicted, model }: TrustSubject): TargetRequest | undefined {
  const { references, box, group, target, against } = asked;
  if (references ?? box ?? predicted.boxes ?? predicted.link === 'identity') return undefined;
  const own = (group ?? [target]).map((one) => targetIndex(one, predicted, model.recipe));
  const taken = against === undefined ? own : [...own, targetIndex(against, predicted, model.recipe)];
  const others = predicted.predictions.filter(({ index }) => !taken.includes(index));
  const shown = predicted.dense ? others.filter(({ label }) => !isBackground(label)) : others;
  const next = shown.find(unlike(model, taken, predicted.predictions.length)) ?? shown[0];
  if (!next) return undefined;
  // One logit tells two classes by its sign, which says nothing of a map.
  if (predicted.predictions.length === 2 && model.network.graph.logitsDims[0] === 1) return undefined;
  const { targetRegion } = asked;
  return { target: next.index, ...(against !== undefined && { against }), ...(targetRegion && { targetRegion }) };
}

/** Whether a class is none of near synonyms of those taken; true where the last layer does not tell. */
function unlike({ network }: TrustSubject['model'], taken: readonly (number | undefined)[], classes: number) {
  const weights = classWeights(network.model, network.graph.logits, classes);
  return ({ index }: { readonly index: number }): boolean =>
    !weights || taken.every((one) => one === undefined || cosine(weights[index], weights[one]) <= SYNONYMS);
}
