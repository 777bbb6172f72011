import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { MetricDescription } from '../../../protocol/metric';
import type { ExplainDocument, ExplainObject } from '../../../protocol/explain-document';
import type { EvidenceQuestion } from '../../../protocol/explain-panel';
import type { MetricEvidence } from '../../../protocol/metric-evidence';
import type { Services } from '../../services';
import { cardRequestOf } from '../choices';
import { requestOf, subjectOf } from './subject';

/** The metrics that show what they do. */
export async function showingMetrics({ engine }: Pick<Services, 'engine'>): Promise<readonly MetricDescription[]> {
  return (await engine.call('metric.list', null)).filter(({ evidence }) => evidence);
}

/** What a metric does with a finished card's map. @throws LensError where the map has gone */
export async function evidenceOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  document: ExplainDocument,
  object: ExplainObject | null,
  { card: id, metric }: EvidenceQuestion,
): Promise<readonly MetricEvidence[]> {
  const card = document.cards.find((one) => cardIdOf(one) === id);
  const request = card && cardRequestOf(document, card);
  if (card?.state !== 'done' || !request)
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('The map has gone'),
      next: vscode.l10n.t('Run the method again'),
    });
  const subject = requestOf(await subjectOf(document, files));
  return engine.call('map.evidence', {
    ...subject,
    request,
    map: card.result.map,
    metric,
    ...(object && { object: object.mask }),
  });
}
