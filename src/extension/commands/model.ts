import * as vscode from 'vscode';
import type { Services } from '../services';
import type { Command } from '../command';

/** Asks which model to use, or uses the one given. */
export const selectModel: Command = {
  id: 'selectModel',
  async run({ models }: Services, given: unknown) {
    if (given instanceof vscode.Uri) await models.use(given);
    else await models.pick();
  },
};

/** Uses a model from anywhere on the disk. */
export const browseModel: Command = {
  id: 'browseModel',
  async run({ models }: Services) {
    await models.browse();
  },
};
