import * as vscode from 'vscode';
import { cardKeysOf, seedName } from '../../../protocol/cards';
import type { ExplainDocument, MethodChoice } from '../../../protocol/explain-panel';
import { changedValues } from '../../../protocol/parameter-text';
import type { ParameterValues } from '../../../protocol/parameter';
import type { LocalFiles } from '../../workspace/location';
import { boxOptions } from './box-options';

/**
 * What makes the chosen maps of the image shown without VS Code: one command for each, because a parameter on the
 * command line is one of all methods there.
 */
export async function commandLinesOf(document: ExplainDocument, files: LocalFiles): Promise<string> {
  const { model, inputs, current, choices, target } = document;
  if (!model || !inputs[current]) return '';
  const paths = [inputs[current].uri, model.uri].map((uri) => files.pathOf(vscode.Uri.parse(uri)));
  const [input, modelPath] = await Promise.all(paths);
  const compared = document.references?.files ?? [];
  const references = await Promise.all(compared.map((uri) => files.pathOf(vscode.Uri.parse(uri))));
  const targets = document.references
    ? [...references.flatMap((path) => ['--reference', quoted(path)]), '--measure', document.references.measure]
    : document.group
      ? document.group.flatMap((index) => ['--target', String(index)])
      : [...(target === null ? [] : ['--target', String(target)]), ...boxOptions(document)];
  const chosen = choices.filter(({ selected }) => selected);
  const commands = chosen.flatMap((choice) =>
    cardKeysOf(choice).map(({ variant = {} }) =>
      [
        ...['saliency-lens', 'explain', quoted(input), '--model', quoted(modelPath), '--method', choice.method],
        ...targets,
        ...optionsOf(document, choice, variant),
        ...['--out', 'out'],
      ].join(' '),
    ),
  );
  return commands.join('\n');
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
