import * as vscode from 'vscode';
import type { EvaluationDocument, MapQuestion } from '../../../protocol/evaluation-panel';
import { LensError } from '../../../protocol/error';
import type { FloatMap } from '../../../protocol/raster';
import type { EngineProcess } from '../../engine/process';
import { methodRequest } from '../evaluated-maps';

/** The map of an input as the evaluation made it. @throws LensError where there are no results, or the method fails */
export async function mapOf(
  engine: EngineProcess,
  { results, folder }: Pick<EvaluationDocument, 'results' | 'folder'>,
  { name, model, method, target, against }: MapQuestion,
  signal: AbortSignal,
): Promise<FloatMap> {
  const [used, how] = [results?.summary.models[model], results?.summary.methods[method]];
  if (!used || !how || !folder) throw new LensError({ code: 'not-found', what: vscode.l10n.t('There are no results') });
  const made: (FloatMap | LensError)[] = [];
  await engine.call(
    'input.explain',
    {
      model: used.path,
      input: vscode.Uri.joinPath(vscode.Uri.parse(folder.uri), name).fsPath,
      methods: [methodRequest(how)],
      ...(target !== null && { target }),
      ...(against !== undefined && { against }),
    },
    {
      signal,
      onEvent: (event) => {
        if (event.kind === 'finished') made.push(event.result.map);
        if (event.kind === 'failed') made.push(new LensError(event.error));
      },
    },
  );
  const [map = new LensError({ code: 'cancelled', what: 'cancelled' })] = made;
  if (map instanceof LensError) throw map;
  return map;
}
