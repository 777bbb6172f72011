import type { EvaluationDocument } from '../../../protocol/evaluation-panel';
import { folderBeside } from '../../workspace/location';
import { holdsAll } from './agreement';

/**
 * The folder of the set-up, or one beside it where a run would replace results that it does not hold. A suite says
 * itself where its results go; the engine keeps the run before.
 */
export async function freeFolder({ results, setup, folder, suite }: EvaluationDocument): Promise<string> {
  const out = setup?.out ?? '';
  if (!results || !setup || !folder || suite || holdsAll(results.summary, { setup, folder })) return out;
  return folderBeside(out);
}
