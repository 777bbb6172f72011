import * as vscode from 'vscode';
import type { EvaluationMemo, EvaluationToPanel } from '../../../protocol/evaluation-panel';
import type { Command } from '../../command';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { pickFolder } from '../../workspace/picking';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { EvaluationPanel } from './panel';
import type { EvaluationSubject } from './subject';
import { suiteEnding } from './suite-file';

/** Opens the folder clicked on, or one the user picks, in the Evaluation panel; a suite file opens with its choices. */
const evaluateFolder: Command = {
  id: 'evaluateFolder',
  async run(services, clicked) {
    const purpose = { title: vscode.l10n.t('Choose a Test Folder'), openLabel: vscode.l10n.t('Evaluate') };
    const place = clicked instanceof vscode.Uri ? clicked : await pickFolder(purpose);
    if (place) await open(services, place.path.endsWith(suiteEnding) ? { suite: place } : { folder: place });
  },
};

/** Runs a suite: the one clicked on, the one that is open, or one the user picks. */
const runSuite: Command = {
  id: 'runSuite',
  async run(services, clicked) {
    const suite = await suiteOf(clicked);
    if (suite) await (await open(services, { suite })).session.runs.start();
  },
};

/** Shows what changed between the last two runs of a suite. */
const compareRuns: Command = {
  id: 'compareRuns',
  async run(services, clicked) {
    const suite = await suiteOf(clicked);
    if (suite) await (await open(services, { suite })).session.results.compareRuns();
  },
};

/** One panel for each suite, and for each folder that was opened without one. */
export const evaluationPanel = new PanelKind({
  viewTypes: ['saliencyLens.evaluation'],
  page: 'evaluation',
  title: () => vscode.l10n.t('Evaluate'),
  keyOf(state) {
    const memo = (state as { readonly memo?: EvaluationMemo } | undefined)?.memo;
    return memo?.suite ?? memo?.folder ?? '';
  },
  commands: [evaluateFolder, runSuite, compareRuns],
  create: (host: PanelHost<EvaluationToPanel>) => new EvaluationPanel(host),
});

async function open(services: Services, subject: EvaluationSubject): Promise<EvaluationPanel> {
  const panel = evaluationPanel.show(services, String(subject.suite ?? subject.folder));
  await panel.open(subject);
  return panel;
}

/** Evaluates a model on a folder, whatever was chosen there before. */
export async function evaluateWith(services: Services, folder: vscode.Uri, model: vscode.Uri): Promise<void> {
  await services.models.use(model);
  const { session } = await open(services, { folder });
  const { setup } = session.document;
  if (setup && setup.models.join() !== model.toString()) await session.choose({ ...setup, models: [model.toString()] });
}

/** Shows a folder of inputs with the results in another one. */
export async function openResults(services: Services, folder: vscode.Uri, out: string): Promise<void> {
  const { session } = await open(services, { folder });
  const { setup } = session.document;
  if (setup && setup.out !== out) await session.choose({ ...setup, out });
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
