import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import type { MapBeside, MethodResult } from '../../../protocol/method';
import type { Card, ExplainDocument, TargetChoice } from '../../../protocol/explain-document';
import type { CardImage, ExportFormat } from '../../../protocol/explain-panel';
import { defaultTarget } from '../../../protocol/target';
import type { FloatMap } from '../../../protocol/raster';
import { timeSteps } from '../../../protocol/time-steps';
import { nameOf } from '../../workspace/location';
import { encodeNpy } from '../../workspace/npy';
import { modelStem, outputFolder, stem, writeFiles, type NamedBytes } from '../../workspace/output';

/** Results the user keeps: plain files in the output folder, named as the command line names them. */
export interface ExportRequest {
  readonly format: ExportFormat;
  /** A card's id; null: all cards that have a map. */
  readonly card: string | null;
  readonly images: readonly CardImage[];
}

export function nothingToExport(): string {
  return vscode.l10n.t('There is nothing to export: explain an image first.');
}

/** Writes the files of `request`, none where no card has a map, and returns their folder and names. */
export async function exportCards(
  document: ExplainDocument,
  request: ExportRequest,
): Promise<{ folder: vscode.Uri; names: string[] }> {
  const folder = outputFolderOf(document);
  const files = filesOf(document, request);
  if (files.length > 0) await writeFiles(folder, files);
  return { folder, names: files.map(({ name }) => name) };
}

function filesOf(document: ExplainDocument, { format, card, images }: ExportRequest): NamedBytes[] {
  const results = resultsOf(document.cards).filter(({ id }) => card === null || id === card);
  if (results.length === 0) return [];
  const wants = (kind: ExportFormat): boolean => format === kind || format === 'all';
  const files: NamedBytes[] = [];
  if (wants('png'))
    files.push(
      ...images.map(({ card: id, png, standardError }) => ({
        name: standardError ? `${id}.stderr.png` : `${id}.png`,
        bytes: png,
      })),
    );
  if (wants('npy')) files.push(...results.flatMap(arraysOf));
  if (wants('json')) files.push(asJson(describe(document, results)));
  return files;
}

/** The map and, where the method tells them, the standard errors of its values. */
export function arraysOf({ id, result: { map, standardError, beside = [] } }: CardResult): NamedBytes[] {
  const named = (name: string, values: FloatMap): NamedBytes => ({ name, bytes: encodeNpy(batched(values)) });
  return [
    named(`${id}.npy`, map),
    ...(standardError ? [named(`${id}.stderr.npy`, standardError)] : []),
    ...beside.flatMap((one) => (one.map ? [named(besideName(id, one), one.map)] : [])),
  ];
}

/** The file of the map of an input beside the image. */
const besideName = (id: string, { name }: Pick<MapBeside, 'name'>): string =>
  `${id}.${name.replace(/[^\w.-]+/g, '_')}.npy`;

/** A result as result.json tells it: its arrays by the names of their files. */
export function entryOf(
  { id, result: { map, segments: _segments, standardError, beside, ...rest } }: CardResult,
  { prefix = '', timeAxis }: { readonly prefix?: string; readonly timeAxis?: number } = {},
) {
  const name = `${prefix}${id}`;
  return {
    ...rest,
    file: `${name}.npy`,
    image: `${name}.png`,
    ...(standardError && { standardErrorFile: `${name}.stderr.npy` }),
    ...(timeAxis !== undefined && { timeSteps: timeSteps(map, timeAxis) }),
    ...(beside && {
      beside: beside.map(({ map: own, ...said }) => ({ ...said, ...(own && { file: besideName(name, said) }) })),
    }),
  };
}

export interface CardResult {
  /** The card's. */
  readonly id: string;
  readonly result: MethodResult;
}

function resultsOf(cards: readonly Card[]): CardResult[] {
  return cards.flatMap((card) => (card.state === 'done' ? [{ id: cardIdOf(card), result: card.result }] : []));
}

export const asJson = (content: object): NamedBytes => ({
  name: 'result.json',
  bytes: new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`),
});

/** Whose results they are, and how its input was made. */
export const modelOf = ({ model, recipe }: ExplainDocument) => ({
  model: model && vscode.workspace.asRelativePath(vscode.Uri.parse(model.uri)),
  modelHash: model?.hash ?? null,
  recipe: recipe?.preprocessing ?? null,
});

/** What is explained; the target null where each image has its own, or no single class. */
export const explainedOf = ({ target, against, group, difference, references }: TargetChoice) => ({
  target: group || references ? null : target,
  ...(typeof against === 'number' && { against }),
  ...(group && { group }),
  ...(difference && { difference }),
  ...(references && { references }),
});

/** The content of result.json: the same keys as the command `explain` writes. */
function describe(document: ExplainDocument, results: readonly CardResult[]) {
  const { inputs, current, prediction } = document;
  const target = document.target ?? (prediction && defaultTarget(prediction).index);
  const predictions = prediction?.predictions ?? [];
  return {
    ...modelOf(document),
    input: vscode.workspace.asRelativePath(vscode.Uri.parse(inputs[current].uri)),
    predictions: predictions.map(({ index, label, probability, logit }) => ({
      index,
      label,
      score: probability,
      logit,
    })),
    ...explainedOf({ ...document, target }),
    output: 'logit',
    methods: results.map((one) => entryOf(one, { timeAxis: prediction?.input.timeAxis })),
  };
}

/** `<output folder>/<input>-<model>` of the input's workspace folder. */
export function outputFolderOf({ inputs, current, model }: ExplainDocument): vscode.Uri {
  const input = vscode.Uri.parse(inputs[current].uri);
  return outputFolder(input, `${stem(nameOf(input))}-${modelStem(model)}`);
}

/** With a leading axis of one, as the command line writes maps: [1, C, H, W] or [1, C, L]. */
function batched({ dims, data }: FloatMap): FloatMap {
  return { dims: [1, ...dims], data };
}
