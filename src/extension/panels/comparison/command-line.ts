import * as vscode from 'vscode';
import type { ComparisonDocument } from '../../../protocol/comparison-panel';
import { valueOf } from '../../../protocol/loading';
import { shellCommand } from '../../../protocol/shell-command';
import type { LocalFiles } from '../../workspace/location';
import { stem } from '../../workspace/output';
import { boxOptions } from '../box-options';
import { explainCommands } from '../explain-commands';
import { seriesOf } from './series';

/** What makes the maps of the image shown, or of all of them, and compares those of each, without VS Code. */
export async function comparisonCommands(document: ComparisonDocument, files: LocalFiles): Promise<string> {
  const { inputs, current } = document;
  const shown = current === null ? [...inputs.keys()] : [current];
  const lines = await Promise.all(shown.filter((i) => inputs[i]).map((i) => commandsOf(document, i, files)));
  return lines.flat().join('\n');
}

async function commandsOf(document: ComparisonDocument, index: number, files: LocalFiles): Promise<string[]> {
  const { inputs, models, methods, choices, leftOut } = document;
  const pathOf = (uri: string): Promise<string> => files.pathOf(vscode.Uri.parse(uri));
  const input = await pathOf(inputs[index].uri);
  const paths = await Promise.all(models.map(({ uri }) => pathOf(uri)));
  const out = inputs.length > 1 ? `out/${index + 1}-${stem(inputs[index].name)}` : 'out';
  const made = paths.map((model, i) =>
    explainCommands({
      ...{ input, model, methods, choices },
      target: targetOptions(document),
      out: models.length > 1 ? `${out}/${i + 1}-${stem(models[i].name)}` : out,
    }),
  );
  // The files stand in the order of the series; those of maps that could not be made are not there.
  const maps = seriesOf(document)
    .map(({ name }, i) => ({ name, file: made.flatMap((one) => one.files)[i] }))
    .filter(({ name }) => !leftOut.some((one) => one.name === name))
    .map(({ file }) => file);
  const compare = shellCommand(['saliency-lens', 'compare', ...maps, '--out', `${out}/comparison`]);
  return [...made.flatMap(({ lines }) => lines), ...(maps.length > 1 ? [compare] : [])];
}

/** A box is named by its number where one model has it, and by its place where several are asked about it. */
function targetOptions({ models, target, box, shown }: ComparisonDocument): readonly string[] {
  if (!box) return target === null ? [] : ['--target', String(target)];
  const boxes = valueOf(shown)?.boxes;
  if (models.length === 1 && box.target.proposal !== null && boxes)
    return boxOptions({ box: box.target, prediction: { boxes } });
  const [left, top, right, bottom] = box.inImage;
  return ['--target', box.label, '--at', [left, top, right - left, bottom - top].join()];
}
