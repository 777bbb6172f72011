import * as vscode from 'vscode';
import type { ExplainInput, Nearest } from '../../../protocol/explain-document';
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

export interface NearestSearch {
  readonly folder: vscode.Uri;
  /** To the mean of the references in place of the image shown. */
  readonly toReferences: boolean;
}

/** The images of a folder whose embeddings are nearest to that of the image shown. */
export async function nearestOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  { model, input, references }: Pick<Subject, 'model' | 'input' | 'references'>,
  { folder, toReferences }: NearestSearch,
  { signal, tell, inputsOf }: Asking,
): Promise<Nearest> {
  const mean = toReferences && references ? { references: references.files } : {};
  const request = { model, input, ...mean, folder: await files.pathOf(folder), count: shown };
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
