import * as vscode from 'vscode';
import {
  USUAL_EXPLAINER,
  type ExplainerEstimate,
  type ExplainerProgress,
  type ExplainerRequest,
  type LearnedResult,
} from '../../protocol/explainer';
import { LensError } from '../../protocol/error';
import type { Command } from '../command';
import { explainPanel } from '../panels/explain';
import type { Services } from '../services';
import { placeOf } from '../views/models/node';
import { imagesIn } from '../workspace/images-below';
import { nameOf } from '../workspace/location';
import { pickFolder } from '../workspace/picking';
import { requireTrust } from '../workspace/trust';

/** Learns to explain the model clicked on, or the one in use, from a folder of its inputs that the user picks. */
export const learnExplainer: Command = {
  id: 'learnExplainer',
  async run(services, clicked) {
    requireTrust();
    const model = placeOf(clicked)?.model ?? (await services.models.resolve());
    const folder =
      model &&
      (await pickFolder({
        title: vscode.l10n.t('Choose a Folder of Images'),
        openLabel: vscode.l10n.t('Learn from This Folder'),
      }));
    if (!model || !folder) return;
    const subject = await subjectOf(services, model, folder);
    const estimate = await withProgress(vscode.l10n.t('Timing a few updates'), (_, signal) =>
      services.engine.call('explainer.estimate', subject, { signal }),
    );
    if (!estimate || !(await isWanted(model, folder, estimate))) return;
    const title = vscode.l10n.t('Learning to explain {0}', nameOf(model));
    const learned = await withProgress(title, (progress, signal) => learn(services, subject, progress, signal));
    if (learned) await tell(services, { model, folder }, learned);
  },
};

interface Subject {
  readonly model: string;
  readonly request: ExplainerRequest;
}

/** @throws LensError where the folder is not on this machine */
async function subjectOf({ files }: Services, model: vscode.Uri, folder: vscode.Uri): Promise<Subject> {
  if (folder.scheme !== 'file')
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('An explainer is learned only from folders on this machine'),
      where: folder.toString(),
      next: vscode.l10n.t('Copy the folder to this machine'),
    });
  const request = { ...USUAL_EXPLAINER, folder: folder.fsPath, limit: Number.MAX_SAFE_INTEGER };
  return { model: await files.pathOf(model), request };
}

/** Asks with all that is known beforehand. */
async function isWanted(
  model: vscode.Uri,
  folder: vscode.Uri,
  { inputs, cells, cell, seconds }: ExplainerEstimate,
): Promise<boolean> {
  const yes = vscode.l10n.t('Learn');
  const detail = vscode.l10n.t(
    'It learns which {0} of {1} cells of {2} × {2} px decide, in about {3}. What it learns is kept beside the model, as {4}.',
    USUAL_EXPLAINER.features,
    cells,
    cell,
    duration(seconds),
    `${nameOf(model)}.l2x`,
  );
  const question = vscode.l10n.t('Learn to explain {0} from {1} inputs of {2}?', nameOf(model), inputs, nameOf(folder));
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) === yes;
}

const duration = (seconds: number): string =>
  seconds < 90
    ? vscode.l10n.t('{0} s', Math.max(1, Math.round(seconds)))
    : vscode.l10n.t('{0} min', Math.round(seconds / 60));

type Report = (message: string, share: number) => void;

/** Shows how far something is, and lets the user cancel it; undefined where that was done. */
async function withProgress<T>(
  title: string,
  work: (report: Report, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let told = 0;
    const report: Report = (message, share) => {
      progress.report({ message, increment: 100 * (share - told) });
      told = share;
    };
    return work(report, controller.signal).catch((thrown: unknown) => {
      if (LensError.from(thrown).code === 'cancelled') return undefined;
      throw thrown;
    });
  });
}

/** Nearly all of the time goes into learning: the other stages stand still. */
function learn({ engine }: Services, subject: Subject, report: Report, signal: AbortSignal): Promise<LearnedResult> {
  let share = 0;
  const onEvent = (told: ExplainerProgress): void => {
    if (told.stage === 'learning') share = told.share;
    report(messageOf(told), share);
  };
  return engine.call('explainer.learn', subject, { onEvent, signal });
}

function messageOf({ stage, share, epoch }: ExplainerProgress): string {
  const percent = Math.floor(100 * share);
  if (stage === 'reading') return vscode.l10n.t('reading inputs, {0} %', percent);
  if (stage === 'asking') return vscode.l10n.t('asking the model');
  if (stage === 'measuring') return vscode.l10n.t('measuring how faithful it is, {0} %', percent);
  return vscode.l10n.t('epoch {0} of {1}', epoch ?? 1, USUAL_EXPLAINER.epochs);
}

/** Says how faithful it is, and offers a look. */
async function tell(
  services: Services,
  { model, folder }: { model: vscode.Uri; folder: vscode.Uri },
  { facts: { choices, cells, faithfulness, throughModel } }: LearnedResult,
): Promise<void> {
  if (!vscode.workspace.getWorkspaceFolder(model)) void explainPanel.explainerChanged(model);
  const percent = (part: number): string => (100 * part).toFixed(1);
  const said = vscode.l10n.t(
    'By {0} of {1} cells that were learned to be chosen, {2} answers as before in {3} % of {4} other inputs; by cells drawn at random, in {5} %',
    choices.features,
    cells,
    nameOf(model),
    percent(faithfulness.model),
    faithfulness.inputs,
    percent(faithfulness.random),
  );
  const inPlace =
    throughModel || choices.approximator === 'learned'
      ? []
      : [vscode.l10n.t('No gradient passes through the model, so a network that learned answered in its place')];
  const look = vscode.l10n.t('Explain with L2X');
  if ((await vscode.window.showInformationMessage([said, ...inPlace].join('. '), look)) !== look) return;
  const [image] = await imagesIn([folder], services, model);
  if (image) await explainPanel.show(services).open([image], model, { only: { method: 'l2x', params: {} } });
}
