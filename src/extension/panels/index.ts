import type * as vscode from 'vscode';
import type { Services } from '../services';
import { comparisonPanel } from './comparison';
import { evaluationPanel } from './evaluation';
import { explainPanel } from './explain';
import { filtersPanel } from './filters';
import type { PanelKind } from './kind';
import { modelEditor } from './model';
import { scatteringPanel } from './scattering';
import { trainingPanel } from './training';

/** Every kind of panel; package.json says of each when it opens, which a test holds against this list. */
export const panels: readonly PanelKind[] = Object.freeze([
  explainPanel,
  comparisonPanel,
  evaluationPanel,
  filtersPanel,
  modelEditor,
  scatteringPanel,
  trainingPanel,
]);

export function registerPanels(services: Services): vscode.Disposable[] {
  return panels.flatMap((kind) => kind.register(services));
}
