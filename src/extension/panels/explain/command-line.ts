import * as vscode from 'vscode';
import { cardKeysOf, seedName } from '../../../protocol/cards';
import type { ExplainDocument, MethodChoice } from '../../../protocol/explain-panel';
import { changedValues } from '../../../protocol/parameter-text';
import type { ParameterValues } from '../../../protocol/parameter';
import { defaultTarget } from '../../../protocol/target';
import type { LocalFiles } from '../../workspace/location';
import { stem } from '../../workspace/output';
import { boxOptions } from './box-options';

/** What makes the chosen maps of some of the images, each image's in a folder of its own. */
export async function commandLinesOfAll(
  document: ExplainDocument,
  files: LocalFiles,
  images: readonly number[],
): Promise<string> {
  // The grid explains one class of every image, or each its own.
  const of = { ...document, region: null, box: null, against: null, group: null, references: null };
  const folders = images.map((current) => `out/${String(current + 1)}-${stem(document.inputs[current].name)}`);
  const commands = images.map((current, i) => commandLinesOf({ ...of, current }, files, folders[i]));
  return (await Promise.all(commands)).join('\n');
}

/**
 * What makes the chosen maps of the image shown without VS Code: one command for each, because a parameter on the
 * command line is one of all methods there.
 */
export async function commandLinesOf(document: ExplainDocument, files: LocalFiles, out = 'out'): Promise<string> {
  const { model, inputs, current, choices } = document;
  if (!model || !inputs[current]) return '';
  const paths = [inputs[current].uri, model.uri].map((uri) => files.pathOf(vscode.Uri.parse(uri)));
  const [input, modelPath] = await Promise.all(paths);
  const compared = document.references?.files ?? [];
  const references = await Promise.all(compared.map((uri) => files.pathOf(vscode.Uri.parse(uri))));
  const targets = document.references
    ? [...references.flatMap((path) => ['--reference', quoted(path)]), '--measure', document.references.measure]
    : document.group
      ? document.group.flatMap((index) => ['--target', String(index)])
      : [...classOption(document), ...boxOptions(document)];
  const chosen = choices.filter(({ selected }) => selected);
  const commands = chosen.flatMap((choice) =>
    cardKeysOf(choice).map(({ variant = {} }) =>
      [
        ...['saliency-lens', 'explain', quoted(input), '--model', quoted(modelPath), '--method', choice.method],
        ...targets,
        ...optionsOf(document, choice, variant),
        ...['--out', quoted(out)],
      ].join(' '),
    ),
  );
  return commands.join('\n');
}

/** The class, or the two whose difference is explained. */
function classOption({ target, against, prediction }: ExplainDocument): string[] {
  if (typeof against !== 'number') return target === null ? [] : ['--target', String(target)];
  const first = target ?? (prediction && defaultTarget(prediction).index);
  return ['--target', `${first}-${against}`];
}

function optionsOf({ methods }: ExplainDocument, choice: MethodChoice, variant: ParameterValues): string[] {
  const { [seedName]: seed = choice.seed, ...values } = variant;
  const schema = methods.find(({ id }) => id === choice.method)?.params ?? [];
  const changed = changedValues(schema, { ...choice.params, ...values });
  return [
    ...(choice.layer === null ? [] : ['--layer', quoted(choice.layer)]),
    ...changed.flatMap(([name, text]) => ['--param', quoted(`${name}=${text}`)]),
    ...(seed ? ['--seed', String(seed)] : []),
  ];
}

/** As shells read it: what is no plain word stands in quotes. */
function quoted(text: string): string {
  return /^[\w./:=,+@%-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
