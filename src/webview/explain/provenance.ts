import type { Card } from '../../protocol/explain-panel';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';

/** How a finished map was made: parameters, target, seed, model and its hash. */
export function provenance(app: ExplainApp, card: Card): string {
  if (card.state !== 'done') return '';
  const { params, seed, layer } = card.result;
  const { model } = app.document;
  const target = targetOf(app);
  const values = Object.entries(params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [
    '',
    t('Target: {0}', target ? `${target.label} (${target.index}), ${t('logit')}` : '—'),
    layer && t('Layer: {0}', layer),
    ...values,
    t('Seed: {0}', seed),
    t('Model: {0}', [model?.name, model?.hash?.slice(0, 12)].filter(Boolean).join(' · ')),
  ]
    .filter((line) => line !== null)
    .join('\n');
}
