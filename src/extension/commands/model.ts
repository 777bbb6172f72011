import * as vscode from 'vscode';
import { viewTypeOf } from '../editors/model/provider';
import type { Services } from '../services';
import type { Command } from './command';

/** Asks which model to use, or uses the one given. */
export const selectModel: Command = {
  id: 'selectModel',
  async run({ models }: Services, given: unknown) {
    if (given instanceof vscode.Uri) await models.use(given);
    else await models.pick();
  },
};

/** Opens the model clicked on, or the one in use. */
export const openModelEditor: Command = {
  id: 'openModelEditor',
  async run({ models }: Services, clicked: unknown) {
    const model = clicked instanceof vscode.Uri ? clicked : await models.resolve();
    if (model) await vscode.commands.executeCommand('vscode.openWith', model, viewTypeOf(model));
  },
};
