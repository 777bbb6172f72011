import type { Card } from '../../protocol/explain-document';
import { targetBox } from '../../protocol/target';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';
import { whereOf } from './boxes';
import { targetName } from './target-name';
import { scoreName } from './unit';

/** How a finished map was made: parameters, target, seed, model and its hash. */
export function provenance(app: ExplainApp, card: Card): string {
  if (card.state !== 'done') return '';
  const { params, seed, layer } = card.result;
  const { model } = app.document;
  const { group, references } = app.document;
  const index = group || references ? undefined : targetOf(app)?.index;
  const target = [targetName(app), index !== undefined && `(${index})`].filter(Boolean).join(' ');
  const box = targetBox(app.document);
  const values = Object.entries(params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [
    '',
    t('Target: {0}', target ? `${target}, ${scoreName(app)}` : '—'),
    box && t('Box: {0}', whereOf(box)),
    layer && t('Layer: {0}', layer),
    ...values,
    t('Seed: {0}', seed),
    t('Model: {0}', [model?.name, model?.hash?.slice(0, 12)].filter(Boolean).join(' · ')),
  ]
    .filter((line) => line !== null)
    .join('\n');
}
