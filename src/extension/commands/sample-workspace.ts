import * as vscode from 'vscode';
import type { Command } from '../command';
import { exists } from '../workspace/location';
import { pickFolder } from '../workspace/picking';

const name = 'saliency-lens-samples';

/** Puts the sample workspace into a folder that the user picks, once, and opens it. */
export const openSampleWorkspace: Command = {
  id: 'openSampleWorkspace',
  async run({ context }, given) {
    const folder =
      given instanceof vscode.Uri
        ? given
        : await pickFolder({
            title: vscode.l10n.t('Choose a Folder for the Samples'),
            openLabel: vscode.l10n.t('Put the Samples Here'),
          });
    if (!folder) return;
    const samples = vscode.Uri.joinPath(folder, name);
    // What a person has changed in it stays.
    if (!(await exists(samples)))
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'dist/samples'), samples);
    const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
    await vscode.commands.executeCommand('vscode.openFolder', samples, { forceNewWindow });
  },
};
