import * as vscode from 'vscode';
import { EvaluationPanel } from '../panels/evaluation/panel';
import { suiteEnding } from '../panels/evaluation/suiteFile';
import { nameOf } from '../workspace/location';
import type { Services } from '../services';
import type { Command } from './command';

/** Opens the folder clicked on, or one the user picks, in the Evaluation panel; a suite file opens with its choices. */
export const evaluateFolder: Command = {
  id: 'evaluateFolder',
  async run(services: Services, clicked: unknown) {
    const place = clicked instanceof vscode.Uri ? clicked : await pickFolder();
    if (place)
      await EvaluationPanel.show(services, place.path.endsWith(suiteEnding) ? { suite: place } : { folder: place });
  },
};

/** Runs a suite: the one clicked on, the one that is open, or one the user picks. */
export const runSuite: Command = {
  id: 'runSuite',
  async run(services: Services, clicked: unknown) {
    const suite = await suiteOf(clicked);
    if (suite) await (await EvaluationPanel.show(services, { suite })).session.run();
  },
};

/** Shows what changed between the last two runs of a suite. */
export const compareRuns: Command = {
  id: 'compareRuns',
  async run(services: Services, clicked: unknown) {
    const suite = await suiteOf(clicked);
    if (suite) await (await EvaluationPanel.show(services, { suite })).session.compareRuns();
  },
};

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    defaultUri,
    openLabel: vscode.l10n.t('Evaluate'),
  });
  return picked?.[0];
}

async function suiteOf(clicked: unknown): Promise<vscode.Uri | undefined> {
  const open = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
  if (open?.path.endsWith(suiteEnding)) {
    await vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === open.toString())?.save();
    return open;
  }
  const found = await vscode.workspace.findFiles(`**/*${suiteEnding}`, '**/node_modules/**', 200);
  const items = found.map((uri) => ({
    uri,
    label: nameOf(uri),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
  }));
  if (items.length > 0)
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Evaluation suites') }))?.uri;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('There is no suite yet: evaluate a folder, then save its choices as one.'),
  );
  return undefined;
}
