import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../protocol/explain-document';
import { mapName } from '../comparison/series';
import type { ComparisonRequest } from '../comparison/panel';

/** A comparison of the finished maps of the image shown; they are not made again. */
export function comparisonOf({
  inputs,
  current,
  model,
  methods,
  choices,
  cards,
  target,
  box,
  prediction,
}: ExplainDocument): ComparisonRequest {
  const labelOf = (method: string): string => methods.find(({ id }) => id === method)?.label ?? method;
  const maps = cards.flatMap((card) =>
    card.state === 'done' ? [{ name: mapName(labelOf(card.method), card.variant), map: card.result.map }] : [],
  );
  return {
    files: [vscode.Uri.parse(inputs[current].uri)],
    models: model ? [vscode.Uri.parse(model.uri)] : [],
    choices,
    target,
    box,
    given: {
      maps,
      image: prediction?.input.image ?? null,
      predictions: prediction ? [prediction] : [],
      failed: [],
    },
  };
}
