import * as vscode from 'vscode';
import type { Target, TargetRequest } from '../../../protocol/explain';
import type { ExplainDocument } from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { LocalFiles } from '../../workspace/location';

/** What is explained, apart from the method. */
export interface Subject {
  readonly model: string;
  readonly input: string;
  readonly target: number | null;
  readonly region: Target['mask'] | null;
}

/** What the document explains, with paths the engine can read. Throws `not-found` while there is no model. */
export async function subjectOf(
  { model, inputs, current, target, region }: ExplainDocument,
  files: LocalFiles,
): Promise<Subject> {
  if (!model) {
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('No model was found in this workspace'),
      next: vscode.l10n.t(
        'Save a model into the workspace as .onnx, .keras, .h5, a TensorFlow.js model.json or a SavedModel folder, then select it',
      ),
    });
  }
  const paths = await Promise.all([model.uri, inputs[current].uri].map((text) => files.pathOf(vscode.Uri.parse(text))));
  return { model: paths[0], input: paths[1], target, region };
}

/** A subject as the engine is asked about it. */
export function requestOf({ model, input, target, region }: Subject): TargetRequest & Pick<Subject, 'model' | 'input'> {
  return { model, input, ...(target !== null && { target }), ...(region && { targetRegion: region }) };
}
