import * as vscode from 'vscode';
import type { ExplainInput, Nearest } from '../../../protocol/explain-panel';
import type { Loading } from '../../../protocol/loading';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import type { Subject } from './subject';

/** So many are looked at. */
const shown = 24;

interface Asking {
  readonly signal: AbortSignal;
  tell(loading: Loading<never>): void;
  /** Files as the page shows them. */
  inputsOf(files: readonly vscode.Uri[]): readonly ExplainInput[];
}

/** The images of a folder whose embeddings are nearest to that of the image shown. */
export async function nearestOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  { model, input }: Pick<Subject, 'model' | 'input'>,
  folder: vscode.Uri,
  { signal, tell, inputsOf }: Asking,
): Promise<Nearest> {
  const request = { model, input, folder: await files.pathOf(folder), count: shown };
  const { images, ...rest } = await engine.call('input.nearest', request, {
    signal,
    onEvent: ({ done, total }) => tell({ state: 'loading', done, of: total }),
  });
  const inputs = inputsOf(images.map(({ path }) => vscode.Uri.file(path)));
  return {
    ...rest,
    folder: nameOf(folder),
    images: inputs.map((one, k) => ({ ...one, similarity: images[k].similarity })),
  };
}
