import * as vscode from 'vscode';
import type { ComparisonToPanel } from '../../../protocol/comparison-panel';
import type { Command } from '../../command';
import { findModels } from '../../workspace/models';
import { imagesToCompare, pickInputs } from '../../workspace/picking';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { ComparisonPanel } from './panel';

/**
 * Compares the maps of several methods or models on the images or folders selected in the Explorer, or on those the
 * user picks.
 */
const compareMethods: Command = {
  id: 'compareMethods',
  async run(services, clicked, selected) {
    const files = urisOf(selected) ?? urisOf([clicked]) ?? (await pickInputs(imagesToCompare(), undefined, true));
    if (files.length === 0) return;
    const model = await services.models.resolve();
    // Without any model the panel says what to do; a choice that was dismissed means that nothing is wanted.
    if (!model && (await findModels()).length > 0) return;
    await comparisonPanel.show(services).open({ files, models: model ? [model] : [] });
  },
};

export const comparisonPanel = new PanelKind({
  viewTypes: ['saliencyLens.comparison'],
  page: 'comparison',
  title: () => vscode.l10n.t('Compare Methods'),
  commands: [compareMethods],
  create: (host: PanelHost<ComparisonToPanel>) => new ComparisonPanel(host),
});

function urisOf(given: unknown): vscode.Uri[] | undefined {
  const uris = Array.isArray(given) ? given.filter((one): one is vscode.Uri => one instanceof vscode.Uri) : [];
  return uris.length > 0 ? uris : undefined;
}
