import * as vscode from 'vscode';
import type { Services } from '../services';
import { settingsFor } from '../workspace/settings';
import { savingCalls } from './calls';
import { python, script, type Syntax } from './syntax';
import { modelNamed } from './target';

const syntaxes: readonly Syntax[] = Object.freeze([python, script]);

/**
 * Over each line of training code that saves or exports a model of the workspace: its filters, an explanation, the
 * model itself.
 */
class SavingLenses implements vscode.CodeLensProvider {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changes.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly services: Services) {
    const refresh = (): void => this.changes.fire();
    this.subscriptions = [
      services.catalog.onDidChange(refresh),
      vscode.workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('saliencyLens.codeLens') && refresh(),
      ),
      this.changes,
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const syntax = syntaxes.find(({ languages }) => languages.includes(document.languageId));
    if (!syntax || !settingsFor(document.uri).codeLens) return [];
    const calls = savingCalls(document.getText(), syntax);
    if (calls.length === 0) return [];
    const { models, weights } = await this.services.catalog.files();
    const all = [...models, ...weights].filter((uri) => isBeside(uri, document.uri));
    const paths = all.map(({ path }) => path);
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.path);
    return calls.flatMap(({ at, files }) => {
      const path = files.map((file) => modelNamed(file, document.uri.path, paths, folders)).find(Boolean);
      const model = all.find((uri) => uri.path === path);
      return model ? lensesOf(model, models.includes(model), document.lineAt(document.positionAt(at)).range) : [];
    });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The code's path can be held against the model's: they are of one file system. Cells of a notebook have its path. */
function isBeside(model: vscode.Uri, code: vscode.Uri): boolean {
  return code.scheme === 'vscode-notebook-cell' || (model.scheme === code.scheme && model.authority === code.authority);
}

/** Weights without a graph have filters and nothing else. */
function lensesOf(model: vscode.Uri, runs: boolean, range: vscode.Range): vscode.CodeLens[] {
  const tooltip = vscode.workspace.asRelativePath(model);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, tooltip, command: `saliency-lens.${command}`, arguments: [model] });
  const filters = lens(vscode.l10n.t('Filters'), 'showFilters');
  if (!runs) return [filters];
  return [
    filters,
    lens(vscode.l10n.t('Explain an image…'), 'explainWithModel'),
    lens(vscode.l10n.t('Model'), 'openModelEditor'),
  ];
}

export function registerSavingLenses(services: Services): vscode.Disposable[] {
  const lenses = new SavingLenses(services);
  const selector = syntaxes.flatMap(({ languages }) => languages).map((language) => ({ language }));
  return [lenses, vscode.languages.registerCodeLensProvider(selector, lenses)];
}
