import * as vscode from 'vscode';
import type { TargetRequest } from '../../../protocol/explain';
import type { ExplainDocument, TargetChoice } from '../../../protocol/explain-document';
import { LensError } from '../../../protocol/error';
import type { LocalFiles } from '../../workspace/location';

/** What is explained, apart from the method. */
export interface Subject extends TargetChoice {
  readonly model: string;
  readonly input: string;
}

/** What a model shows by itself. */
export const ofItself: TargetChoice = Object.freeze({
  target: null,
  against: null,
  region: null,
  box: null,
  group: null,
  difference: null,
  references: null,
});

/** What a document explains. */
export const targetChoiceOf = ({
  target,
  against,
  region,
  box,
  group,
  difference,
  references,
}: TargetChoice): TargetChoice => ({ target, against, region, box, group, difference, references });

/** What is explained of every image alike: classes, and what to compare with, but no place of one of them. */
export const targetOfAll = ({ target, against, group, difference, references }: TargetChoice): TargetChoice => ({
  ...ofItself,
  target,
  against,
  group,
  difference,
  references,
});

/** What the document explains, with paths the engine can read. Throws `not-found` while there is no model. */
export async function subjectOf(
  { model, inputs, current, references, ...document }: ExplainDocument,
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
  const { target, against, region, box, group, difference } = document;
  const compared = references && {
    ...references,
    files: await Promise.all(references.files.map((uri) => files.pathOf(vscode.Uri.parse(uri)))),
  };
  return { model: paths[0], input: paths[1], target, against, region, box, group, difference, references: compared };
}

/** A subject as the engine is asked about it. */
export function requestOf({
  model,
  input,
  target,
  against,
  region,
  box,
  group,
  difference,
  references,
}: Subject): TargetRequest & Pick<Subject, 'model' | 'input'> {
  return {
    model,
    input,
    ...(target !== null && { target }),
    ...(typeof against === 'number' && { against }),
    ...(region && { targetRegion: region }),
    ...(box && { box }),
    ...(group && { group }),
    ...(difference && { difference }),
    ...(references && { references }),
  };
}
