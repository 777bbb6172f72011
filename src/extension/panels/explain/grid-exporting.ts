import * as vscode from 'vscode';
import type { Card, ExplainDocument } from '../../../protocol/explain-document';
import type { ExplainToHost } from '../../../protocol/explain-panel';
import { gridRowsMade, type GridRow, type MapGrid } from '../../../protocol/map-grid';
import { modelStem, outputFolder, stem, writeFiles, type NamedBytes } from '../../workspace/output';
import { arraysOf, asJson, entryOf, explainedOf, modelOf, type CardResult } from './exporting';

export const mapsNotHeld = (count: number): string =>
  vscode.l10n.t('{0} maps are too many to be held whole and were not written: Copy as command line makes them.', count);

export interface GridExport {
  readonly folder: vscode.Uri;
  readonly names: readonly string[];
  /** Maps that are held only as small as they are shown: their arrays are not written. */
  readonly reduced: number;
}

/**
 * Writes what the images of the grid have, named by the image's place and name and the card's id, into the output
 * folder `grid-<model>`. @param wholeOf the card that a cell was reduced from, while it is held
 */
export async function exportGrid(
  document: ExplainDocument,
  grid: MapGrid,
  wholeOf: (key: string) => Card | undefined,
  { format, images }: Extract<ExplainToHost, { kind: 'gridExport' }>,
): Promise<GridExport> {
  const near = vscode.Uri.parse(document.inputs[grid.first].uri);
  const folder = outputFolder(near, `grid-${modelStem(document.model)}`);
  const wants = (kind: typeof format): boolean => format === kind || format === 'all';
  const prefixOf = (row: GridRow): string => {
    const index = document.inputs.findIndex(({ uri }) => uri === row.uri);
    return `${index + 1}-${stem(document.inputs[index].name)}-`;
  };
  const named = (row: GridRow, { name, bytes }: NamedBytes): NamedBytes => ({ name: `${prefixOf(row)}${name}`, bytes });
  const rows = gridRowsMade(grid).map((row) => ({ row, ...resultsOf(row, wholeOf) }));
  const files: NamedBytes[] = [];
  if (wants('png'))
    files.push(...images.map(({ row, card, png }) => named(grid.rows[row], { name: `${card}.png`, bytes: png })));
  if (wants('npy'))
    files.push(...rows.flatMap(({ row, results }) => results.flatMap(arraysOf).map((file) => named(row, file))));
  if (wants('json') && rows.length > 0) {
    const described = rows.map(({ row, results }) => describe(row, prefixOf(row), results));
    files.push(asJson({ ...modelOf(document), ...explainedOf(document), output: 'logit', images: described }));
  }
  if (files.length > 0) await writeFiles(folder, files);
  const missing = rows.reduce((sum, { reduced }) => sum + reduced, 0);
  return { folder, names: files.map(({ name }) => name), reduced: wants('npy') ? missing : 0 };
}

function resultsOf({ cells }: GridRow, wholeOf: (key: string) => Card | undefined) {
  const done = Object.entries(cells).filter(([, { state }]) => state === 'done');
  const results = done.flatMap(([id, { key }]): CardResult[] => {
    const card = wholeOf(key);
    return card?.state === 'done' ? [{ id, result: card.result }] : [];
  });
  return { results, reduced: done.length - results.length };
}

function describe({ uri, prediction, truth, error }: GridRow, prefix: string, results: readonly CardResult[]) {
  const first = prediction?.first;
  return {
    input: vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
    prediction: first ? { index: first.index, label: first.label, score: first.probability, logit: first.logit } : null,
    truth,
    ...(error && { error: error.what }),
    methods: results.map((one) => entryOf(one, { prefix })),
  };
}
