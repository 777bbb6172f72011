import type { MapUnit } from '../../protocol/method';
import { targetBox } from '../../protocol/target';
import type { BoxQuantity } from '../../protocol/task';
import { t } from '../ui/l10n';
import { cardOf, methodOf, type ExplainApp } from './app';
import { showsErrors } from './planes';
import { unitOfTarget } from './target-name';

interface Unit {
  readonly text: string;
  readonly meaning: string;
}

/** What the numbers of a card's map are. */
export function unitOf(app: ExplainApp, id: string): Unit {
  const found = unitOfMethod(app, cardOf(app, id)?.method ?? '');
  return showsErrors(app, id)
    ? { ...found, meaning: t('Standard error, in the unit of the map: {0}', found.text) }
    : found;
}

/** What the numbers of a method's maps are. */
export function unitOfMethod(app: ExplainApp, method: string): Unit {
  return units[methodOf(app, method)?.unit ?? 'relative'](scoreName(app));
}

/** What is explained is a logit, but for networks that estimate something or find boxes. */
export function scoreName(app: ExplainApp): string {
  const { document } = app;
  const box = targetBox(document);
  if (box) return boxUnits()[box.quantity] ?? t('px');
  if (document.prediction?.link !== 'identity') return t('logit');
  return (document.references ? undefined : unitOfTarget(app)) ?? t('estimate');
}

/** Where a box lies is told in pixels. */
const boxUnits = (): Partial<Record<BoxQuantity, string>> => ({ score: t('score'), overlap: t('score × IoU') });

const units: Readonly<Record<MapUnit, (score: string) => Unit>> = {
  score: (score) => ({
    text: score,
    meaning: t('In units of the score that is explained, the {0} of the target', score),
  }),
  slope: (score) => ({
    text: t('{0} / input', score),
    meaning: t('By how much the {0} of the target changes with the input, per unit of the preprocessed input', score),
  }),
  squaredSlope: (score) => ({
    text: t('({0} / input)²', score),
    meaning: t('Square of how much the {0} of the target changes per unit of the preprocessed input', score),
  }),
  layerSlope: (score) => ({
    text: t('{0} / activation', score),
    meaning: t('By how much the {0} of the target changes with an activation of the layer', score),
  }),
  neuronSlope: () => ({
    text: t('activation / input'),
    meaning: t('By how much the activation changes with the input, per unit of the preprocessed input'),
  }),
  activation: () => ({ text: t('activation'), meaning: t('Weighted sum of the activations of the layer') }),
  attention: () => ({ text: t('attention'), meaning: t('Share of the attention, through all layers together') }),
  share: () => ({ text: t('share'), meaning: t('Share of the variance of the score') }),
  relative: () => ({
    text: t('relative'),
    meaning: t('The values compare with each other only: as they are made they have no unit'),
  }),
};
