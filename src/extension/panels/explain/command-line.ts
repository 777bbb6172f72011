import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../protocol/explain-document';
import { defaultTarget } from '../../../protocol/target';
import type { LocalFiles } from '../../workspace/location';
import { stem } from '../../workspace/output';
import { explainCommands } from '../explain-commands';
import { boxOptions } from '../box-options';
import { targetOfAll } from './subject';

/** What makes the chosen maps of some of the images, each image's in a folder of its own. */
export async function commandLinesOfAll(
  document: ExplainDocument,
  files: LocalFiles,
  images: readonly number[],
): Promise<string> {
  const of = { ...document, ...targetOfAll(document) };
  const folders = images.map((current) => `out/${String(current + 1)}-${stem(document.inputs[current].name)}`);
  const commands = images.map((current, i) => commandLinesOf({ ...of, current }, files, folders[i]));
  return (await Promise.all(commands)).join('\n');
}

/** What makes the chosen maps of the image shown without VS Code. */
export async function commandLinesOf(document: ExplainDocument, files: LocalFiles, out = 'out'): Promise<string> {
  const { model, inputs, current, methods, choices } = document;
  if (!model || !inputs[current]) return '';
  const pathOf = (uri: string): Promise<string> => files.pathOf(vscode.Uri.parse(uri));
  const [input, modelPath] = await Promise.all([inputs[current].uri, model.uri].map(pathOf));
  const references = await Promise.all((document.references?.files ?? []).map(pathOf));
  const target = targetOptions(document, references);
  return explainCommands({ input, model: modelPath, target, methods, choices, out }).lines.join('\n');
}

function targetOptions(document: ExplainDocument, paths: readonly string[]): string[] {
  const { references, group } = document;
  if (references) return [...paths.flatMap((path) => ['--reference', path]), '--measure', references.measure];
  const difference = differenceOption(document);
  if (group) return [...group.flatMap((index) => ['--target', String(index)]), ...difference];
  return [...classOption(document), ...boxOptions(document), ...difference];
}

const differenceOption = ({ difference }: ExplainDocument): string[] =>
  difference ? [difference.absolute ? '--distance-to' : '--difference-to', String(difference.from)] : [];

/** The class, or the two whose difference is explained. */
function classOption({ target, against, prediction }: ExplainDocument): string[] {
  if (typeof against !== 'number') return target === null ? [] : ['--target', String(target)];
  const first = target ?? (prediction && defaultTarget(prediction).index);
  return ['--target', `${first}-${against}`];
}
