import * as vscode from 'vscode';
import type { Services } from '../services';
import type { Command } from './command';

/**
 * Explains the image of a failed test with the model it was tested with; both are addresses, because a link can carry
 * nothing else.
 */
export const explainTest: Command = {
  id: 'explainTest',
  async run({ models }: Services, image: unknown, model: unknown) {
    if (typeof image !== 'string') return;
    if (typeof model === 'string') await models.use(vscode.Uri.parse(model));
    await vscode.commands.executeCommand('saliency-lens.explainImage', vscode.Uri.parse(image));
  },
};
