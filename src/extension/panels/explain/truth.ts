import * as vscode from 'vscode';
import type { PredictResult } from '../../../protocol/prediction';
import type { ExplainDocument, ExplainInput } from '../../../protocol/explain-document';

/** The label of an input's true class: what it was told, or that of a folder that is called by a class. */
export function truthOf(input: ExplainInput, { predictions, dense, link }: PredictResult): string | undefined {
  if (dense || link === 'identity' || input.truth !== undefined) return input.truth;
  const folder = plain(vscode.Uri.parse(input.uri).path.split('/').at(-2) ?? '');
  const found = predictions.filter(({ label }) => plain(label) === folder);
  return found.length === 1 ? found[0].label : undefined;
}

/** The inputs, the current one with its true class where nobody has told it and its folder is called by a class. */
export function withTruth(
  { inputs, current }: Pick<ExplainDocument, 'inputs' | 'current'>,
  prediction: PredictResult,
): readonly ExplainInput[] {
  return inputs.map((input, i) => {
    const truth = i === current ? truthOf(input, prediction) : input.truth;
    return truth === input.truth ? input : { ...input, truth };
  });
}

/** Folders are called golden_retriever where classes are called Golden retriever. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
