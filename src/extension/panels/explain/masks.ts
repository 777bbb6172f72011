import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { ExplainDocument, ExplainToHost, ExplainToPanel } from '../../../protocol/explain-panel';
import type { Services } from '../../services';
import { requestOf, subjectOf } from './subject';

/**
 * Some of the random masks behind a finished card's map, exactly as it drew them; undefined where there is no such card
 * any more.
 */
export async function masksOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  document: ExplainDocument,
  { card, first, count }: Extract<ExplainToHost, { kind: 'masks' }>,
): Promise<Extract<ExplainToPanel, { kind: 'masks' }> | undefined> {
  const found = document.cards.find((one) => cardIdOf(one) === card);
  if (found?.state !== 'done') return undefined;
  const { method, params, seed } = found.result;
  try {
    const subject = requestOf(await subjectOf(document, files));
    const page = await engine.call('input.masks', { ...subject, request: { method, params, seed }, first, count });
    return { kind: 'masks', card, first, page, error: null };
  } catch (thrown) {
    return { kind: 'masks', card, first, page: null, error: LensError.from(thrown).toReport() };
  }
}
