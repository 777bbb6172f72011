import * as vscode from 'vscode';
import type { Services } from '../services';
import { explainPanel } from './explain/panel';
import type { PanelKind } from './kind';

export const panels: readonly PanelKind[] = Object.freeze([explainPanel]);

/** Lets VS Code bring every kind of panel back after a reload. */
export function registerPanels(services: Services): vscode.Disposable[] {
  return panels.map(({ viewType, restore }) =>
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => restore(services, panel, state),
    }),
  );
}
