import * as vscode from 'vscode';
import { inputEndings, pickInputs } from '../panels/explain/inputs';
import { ExplainPanel } from '../panels/explain/panel';
import { findModels } from '../workspace/models';
import type { Services } from '../services';
import type { Command } from './command';

/** Explains the files selected in the Explorer, or else the image of the active tab, or else files the user picks. */
export const explainImage: Command = {
  id: 'explainImage',
  async run(services: Services, clicked: unknown, selected: unknown) {
    const files = chosen(clicked, selected) ?? activeFile() ?? (await pickInputs(undefined, true));
    if (files.length === 0) return;
    const model = await services.models.resolve();
    // Without any model the panel says what to do; a choice that was dismissed means that nothing is wanted.
    if (!model && (await findModels()).length > 0) return;
    await ExplainPanel.show(services, files, model);
  },
};

function chosen(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  if (Array.isArray(selected) && selected.length > 0) {
    const files = selected.filter((uri): uri is vscode.Uri => uri instanceof vscode.Uri && explainable(uri));
    if (files.length > 0) return files;
  }
  return clicked instanceof vscode.Uri ? [clicked] : undefined;
}

function activeFile(): vscode.Uri[] | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isFile = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isFile && explainable(input.uri) ? [input.uri] : undefined;
}

function explainable({ path }: vscode.Uri): boolean {
  return inputEndings.includes(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}
