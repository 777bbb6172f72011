import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';

/** Refuses what would run a model or decode an image while the workspace is not trusted. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('Models are run only in a trusted workspace'),
    next: vscode.l10n.t('Trust this workspace, then try again'),
  });
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}
