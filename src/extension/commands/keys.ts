import * as vscode from 'vscode';
import type { KeyAct } from '../../protocol/explain-panel';
import type { Command } from '../command';
import { explainPanel } from '../panels/explain';

const acting = (id: KeyAct): Command => ({
  id,
  async run() {
    explainPanel.find()?.act(id);
  },
});

/** What keys of the Explain panel do, also where the focus is in a field. */
export const keyCommands: readonly Command[] = (['previousImage', 'nextImage', 'toggleMaps'] as const).map(acting);

/** What can be done with the keyboard and heard by a screen reader, as VS Code's own views say it. */
export const accessibilityHelp: Command = {
  id: 'accessibilityHelp',
  async run({ context }) {
    const page = vscode.Uri.joinPath(context.extensionUri, 'media/accessibility.md');
    await vscode.commands.executeCommand('markdown.showPreview', page);
  },
};
