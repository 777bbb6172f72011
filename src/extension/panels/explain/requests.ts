import * as vscode from 'vscode';
import type { PanelCommand } from '../../../protocol/explain-panel';
import { manageTrust } from '../../workspace/trust';

const run = (id: string) => async (): Promise<void> =>
  void (await vscode.commands.executeCommand(`saliency-lens.${id}`));

/** What a page may ask for by name, and nothing else. */
const commands: Readonly<Record<PanelCommand, () => Promise<void>>> = Object.freeze({
  selectModel: run('selectModel'),
  openModelEditor: run('openModelEditor'),
  showLog: run('showLog'),
  restartEngine: run('restartEngine'),
  openImages: run('explainImage'),
  manageTrust,
});

export function commandOf(name: PanelCommand): () => Promise<void> {
  return commands[name];
}
