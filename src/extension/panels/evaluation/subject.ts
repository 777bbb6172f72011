import * as vscode from 'vscode';
import type { EvaluationRequest } from '../../../protocol/evaluation';
import type { EvaluationSetup } from '../../../protocol/evaluation-panel';
import { LensError } from '../../../protocol/error';

/** What is opened: a folder, or a suite that names one. */
export interface EvaluationSubject {
  readonly folder?: vscode.Uri;
  readonly suite?: vscode.Uri;
  /** Choices of an earlier session. */
  readonly setup?: EvaluationSetup | null;
}

/** The folder that is evaluated. @throws LensError where there is none, or none that the engine can read */
export function folderOf(subject: EvaluationSubject, suite: Partial<EvaluationRequest> | undefined): vscode.Uri {
  const folder = subject.folder ?? (suite?.folder === undefined ? undefined : vscode.Uri.file(suite.folder));
  if (!folder)
    throw new LensError({
      code: 'invalid-argument',
      what: vscode.l10n.t('The suite names no folder'),
      where: subject.suite?.fsPath,
      next: vscode.l10n.t('Add "folder" to it'),
    });
  if (folder.scheme !== 'file')
    throw new LensError({
      code: 'unsupported-model',
      what: vscode.l10n.t('Only folders on disk can be evaluated'),
      where: folder.toString(),
      next: vscode.l10n.t('Copy it to a folder on disk'),
    });
  return folder;
}
