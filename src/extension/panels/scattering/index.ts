import * as vscode from 'vscode';
import type { ScatteringToPanel } from '../../../protocol/scattering-panel';
import type { Command } from '../../command';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { ScatteringPanel } from './panel';

/** Shows wavelet filter banks, and the scattering coefficients of the image given. */
const openScattering: Command = {
  id: 'openScattering',
  async run(services, clicked) {
    await scatteringPanel.show(services).open(clicked instanceof vscode.Uri ? clicked : undefined);
  },
};

export const scatteringPanel = new PanelKind({
  viewTypes: ['saliencyLens.scattering'],
  page: 'scattering',
  title: () => vscode.l10n.t('ScatNet'),
  beside: true,
  commands: [openScattering],
  create: (host: PanelHost<ScatteringToPanel>) => new ScatteringPanel(host),
});
