import type { MapUnit } from '../../protocol/explain';
import { t } from '../ui/l10n';
import { cardOf, methodOf, type ExplainApp } from './app';
import { showsErrors } from './planes';

interface Unit {
  readonly text: string;
  readonly meaning: string;
}

/** What the numbers of a card's map are. */
export function unitOf(app: ExplainApp, id: string): Unit {
  const card = cardOf(app, id);
  const unit = methodOf(app, card?.method ?? '')?.unit;
  const adds = card?.state === 'done' && card.result.completeness !== null;
  const found = texts()[unit ?? (adds ? 'score' : 'none')];
  return showsErrors(app, id)
    ? { ...found, meaning: t('Standard error, in the unit of the map: {0}', found.text) }
    : found;
}

const texts = (): Readonly<Record<MapUnit | 'none', Unit>> => ({
  score: { text: t('logit'), meaning: t('In units of the score that is explained, the logit of the target') },
  slope: {
    text: t('logit / input'),
    meaning: t('By how much the logit of the target changes with the input, per unit of the preprocessed input'),
  },
  share: { text: t('share'), meaning: t('Share of the variation of the score') },
  none: { text: t('a. u.'), meaning: t('Arbitrary units: the values compare with each other, not with another map') },
});
