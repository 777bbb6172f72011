import * as vscode from 'vscode';
import type { EngineLog } from '../engine/options';

/** The output channel "Saliency Lens", whose level VS Code lets the user set. */
export function createLog(): vscode.LogOutputChannel & EngineLog {
  return vscode.window.createOutputChannel('Saliency Lens', { log: true });
}
