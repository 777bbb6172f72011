import * as vscode from 'vscode';
import type { PredictResult } from '../../../protocol/explain';
import type { ExplainDocument, ExplainInput } from '../../../protocol/explain-panel';

/** The inputs, the current one with its true class where nobody has told it and its folder is called by a class. */
export function withTruth(
  { inputs, current }: Pick<ExplainDocument, 'inputs' | 'current'>,
  { predictions, dense, link }: PredictResult,
): readonly ExplainInput[] {
  if (dense || link === 'identity') return inputs;
  return inputs.map((input, i) => {
    if (i !== current || input.truth !== undefined) return input;
    const folder = plain(vscode.Uri.parse(input.uri).path.split('/').at(-2) ?? '');
    const found = predictions.filter(({ label }) => plain(label) === folder);
    return found.length === 1 ? { ...input, truth: found[0].label } : input;
  });
}

/** Folders are called golden_retriever where classes are called Golden retriever. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
