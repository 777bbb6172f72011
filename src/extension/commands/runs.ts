import * as vscode from 'vscode';
import type { Command } from '../command';
import { openResults } from '../panels/evaluation';
import { openTraining } from '../panels/training';
import type { Services } from '../services';
import { runOf } from '../views/runs/node';
import { nameOf } from '../workspace/location';
import { requireTrust } from '../workspace/trust';

/** Opens the Evaluation or Training panel with the results, so far, of the run clicked on. */
export const openRun: Command = {
  id: 'openRun',
  async run(services, clicked) {
    const run = runOf(clicked);
    if (!run) return;
    const report = await services.engine.call('parts.report', { out: run.fsPath });
    const folder = report?.folder ? vscode.Uri.file(report.folder) : null;
    if (folder && report?.kind === 'training') await openTraining(services, folder, run.fsPath);
    else if (folder) await openResults(services, folder, run.fsPath);
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No part of {0} has begun: there is nothing to show yet.', nameOf(run)),
      );
  },
};

/** Looks for runs again. */
export const refreshRuns: Command = {
  id: 'refreshRuns',
  async run({ runs }) {
    runs.changed();
  },
};

/** Takes the parts of the run clicked on off the cluster, once the user agrees. */
export const cancelRun: Command = {
  id: 'cancelRun',
  async run(services: Services, clicked: unknown) {
    const run = runOf(clicked);
    if (!run) return;
    requireTrust();
    const yes = vscode.l10n.t('Cancel All Parts');
    const question = vscode.l10n.t('Cancel {0} on the cluster?', nameOf(run));
    const detail = vscode.l10n.t('What its parts have done is kept: submitting it again goes on from there.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
    await services.engine.call('parts.cancel', { out: run.fsPath });
    services.runs.changed();
  },
};
