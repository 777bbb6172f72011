import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineSettings } from '../../protocol/engine';
import type { PaletteId } from '../../protocol/explain-document';
import type { DeviceChoice } from '../../protocol/model';

export const section = 'saliencyLens';

/** The extension's settings, as they apply to a file. */
export function settingsFor(scope?: vscode.Uri) {
  const values = vscode.workspace.getConfiguration(section, scope ?? null);
  return {
    palette: values.get<PaletteId>('colorMap', 'blue-red'),
    outputFolder: values.get<string>('outputFolder', '.saliency-lens'),
    codeLens: values.get<boolean>('codeLens', true),
    trust: {
      off: values.get<readonly string[]>('trust.withoutChecks', []),
      mostPasses: values.get<number>('trust.mostPasses', 120),
    },
    defaultMethods: values.get<readonly string[]>('defaultMethods', []),
  };
}

/** The settings of the engine process, which has one set for all files. */
export function engineSettings(): EngineSettings {
  const values = vscode.workspace.getConfiguration(section);
  return {
    device: values.get<DeviceChoice>('device', 'auto'),
    threads: values.get<number>('threads', 0),
    folders: [...workspaceFolders(), ...values.get<readonly string[]>('allowedFolders', []).map(placeOf)],
  };
}

/** Whether a change of the configuration concerns the engine process. */
export const concernsEngine = (event: vscode.ConfigurationChangeEvent): boolean =>
  ['device', 'threads', 'allowedFolders'].some((name) => event.affectsConfiguration(`${section}.${name}`));

const workspaceFolders = (): string[] =>
  (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);

/** A folder of the settings: absolute, or relative to the first of the workspace. */
const placeOf = (folder: string): string => path.resolve(workspaceFolders()[0] ?? '', folder);
