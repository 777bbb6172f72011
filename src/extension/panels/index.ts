import * as vscode from 'vscode';
import type { Services } from '../services';
import { comparisonPanel } from './comparison/panel';
import { evaluationPanel } from './evaluation/panel';
import { explainPanel } from './explain/panel';
import { filtersPanel } from './filters/panel';
import type { PanelKind } from './kind';
import { scatteringPanel } from './scattering/panel';

export const panels: readonly PanelKind[] = Object.freeze([
  explainPanel,
  comparisonPanel,
  evaluationPanel,
  filtersPanel,
  scatteringPanel,
]);

/** Lets VS Code bring every kind of panel back after a reload. */
export function registerPanels(services: Services): vscode.Disposable[] {
  return panels.map(({ viewType, restore }) =>
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => restore(services, panel, state),
    }),
  );
}
