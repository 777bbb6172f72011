import * as vscode from 'vscode';
import { ScatteringPanel } from '../panels/scattering/panel';
import type { Services } from '../services';
import type { Command } from './command';

/** Shows wavelet filter banks, and the scattering coefficients of the image given. */
export const openScattering: Command = {
  id: 'openScattering',
  async run(services: Services, clicked: unknown) {
    await ScatteringPanel.show(services, clicked instanceof vscode.Uri ? clicked : undefined);
  },
};
