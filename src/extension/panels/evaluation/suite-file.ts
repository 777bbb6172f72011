import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationChoice, EvaluationSetup } from '../../../protocol/evaluation-panel';
import type { Parameter } from '../../../protocol/parameter';
import type { Registries } from './setup';

export const suiteEnding = '.lens-suite.json';

/** The text of a suite file: paths relative to it, and of parameters only what is not their default. */
export function suiteText(
  file: vscode.Uri,
  folder: vscode.Uri,
  setup: EvaluationSetup,
  { methods, metrics }: Registries,
): string {
  const beside = path.dirname(file.fsPath);
  const relative = (target: string): string => (path.relative(beside, target) || '.').replace(/\\/g, '/');
  const { labelling, target, seed, limit, pairs } = setup;
  const suite = {
    folder: relative(folder.fsPath),
    models: setup.models.map((model) => relative(vscode.Uri.parse(model).fsPath)),
    methods: written(setup.methods, methods, 'method'),
    metrics: written(setup.metrics, metrics, 'metric'),
    ...(labelling !== null && { labelling }),
    ...(target !== 'predicted' && { target }),
    seed,
    ...(limit !== null && { limit }),
    ...(pairs.length > 0 && { pairs }),
    out: relative(setup.out),
  };
  return `${JSON.stringify(suite, null, 2)}\n`;
}

function written(
  choices: readonly EvaluationChoice[],
  all: readonly { readonly id: string; readonly params: readonly Parameter[] }[],
  name: 'method' | 'metric',
) {
  return choices
    .filter(({ selected }) => selected)
    .map(({ id, params, layer, seed }) => {
      const defaults = all.find((one) => one.id === id)?.params ?? [];
      const own = Object.fromEntries(
        Object.entries(params).filter(
          ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults.find((p) => p.name === key)?.default),
        ),
      );
      const rest = {
        ...(Object.keys(own).length > 0 && { params: own }),
        ...(layer !== null && { layer }),
        ...(seed !== undefined && { seed }),
      };
      return Object.keys(rest).length > 0 ? { [name]: id, ...rest } : id;
    });
}

/** A suite's file as it was named in a dialog, which may add the ending once more or leave a part of it out. */
export function suiteFileOf(named: vscode.Uri): vscode.Uri {
  return named.with({ path: `${named.path.replace(/(\.lens-suite|\.json)*$/i, '')}${suiteEnding}` });
}

/** Asks where a suite is to be kept. */
export async function askForSuite(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const parent = vscode.Uri.joinPath(folder, '..');
  const base = vscode.workspace.getWorkspaceFolder(parent) ? parent : folder;
  const name = `${path.posix.basename(folder.path)}${suiteEnding}`;
  const named = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Suite'),
    defaultUri: vscode.Uri.joinPath(base, name),
    filters: { [vscode.l10n.t('Evaluation suites')]: [suiteEnding.slice(1)] },
  });
  return named && suiteFileOf(named);
}
