import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { MaskPage } from '../../../protocol/explain';
import type { ExplainDocument } from '../../../protocol/explain-document';
import type { MaskQuestion } from '../../../protocol/explain-panel';
import type { Services } from '../../services';
import { requestOf, subjectOf } from './subject';

/** Some of the random masks behind a finished card's map, exactly as it drew them. */
export async function masksOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  document: ExplainDocument,
  { card, first, count }: MaskQuestion,
): Promise<MaskPage> {
  const found = document.cards.find((one) => cardIdOf(one) === card);
  if (found?.state !== 'done')
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('The map of these masks has gone'),
      next: vscode.l10n.t('Run the method again'),
    });
  const { method, params, seed } = found.result;
  const subject = requestOf(await subjectOf(document, files));
  return engine.call('input.masks', { ...subject, request: { method, params, seed }, first, count });
}
