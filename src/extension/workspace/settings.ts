import * as vscode from 'vscode';
import type { EngineSettings } from '../../protocol/engine';
import type { PaletteId } from '../../protocol/explain-panel';
import type { DeviceChoice } from '../../protocol/model';

export const section = 'saliencyLens';

/** The extension's settings, as they apply to a file. */
export function settingsFor(scope?: vscode.Uri) {
  const values = vscode.workspace.getConfiguration(section, scope ?? null);
  return {
    palette: values.get<PaletteId>('colorMap', 'blue-red'),
    outputFolder: values.get<string>('outputFolder', '.saliency-lens'),
    codeLens: values.get<boolean>('codeLens', true),
    defaultMethods: values.get<readonly string[]>('defaultMethods', []),
  };
}

/** The settings of the engine process, which has one set for all files. */
export function engineSettings(): EngineSettings {
  const values = vscode.workspace.getConfiguration(section);
  return { device: values.get<DeviceChoice>('device', 'auto'), threads: values.get<number>('threads', 0) };
}
