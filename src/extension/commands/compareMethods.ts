import * as vscode from 'vscode';
import { pickInputs } from '../panels/explain/inputs';
import { ComparisonPanel } from '../panels/comparison/panel';
import type { Services } from '../services';
import { findModels } from '../workspace/models';
import type { Command } from './command';

/**
 * Compares the maps of several methods or models on the images or folders selected in the Explorer, or on those the
 * user picks.
 */
export const compareMethods: Command = {
  id: 'compareMethods',
  async run(services: Services, clicked: unknown, selected: unknown) {
    const files = urisOf(selected) ?? urisOf([clicked]) ?? (await pickInputs(undefined, true));
    if (files.length === 0) return;
    const model = await services.models.resolve();
    // Without any model the panel says what to do; a choice that was dismissed means that nothing is wanted.
    if (!model && (await findModels()).length > 0) return;
    await ComparisonPanel.show(services, { files, models: model ? [model] : [] });
  },
};

function urisOf(given: unknown): vscode.Uri[] | undefined {
  const uris = Array.isArray(given) ? given.filter((one): one is vscode.Uri => one instanceof vscode.Uri) : [];
  return uris.length > 0 ? uris : undefined;
}
