import * as vscode from 'vscode';
import { INPUT_ENDINGS } from '../../protocol/input-files';
import { MODEL_ENDINGS, WEIGHTS_ENDINGS } from '../../protocol/model-files';

/** Endings of files that can be explained, without their dots. */
export const inputEndings: readonly string[] = Object.freeze(INPUT_ENDINGS.map((ending) => ending.slice(1)));
/** Endings of files that have filters. */
const weightEndings: readonly string[] = Object.freeze([
  ...[...MODEL_ENDINGS, ...WEIGHTS_ENDINGS].map((ending) => ending.slice(ending.lastIndexOf('.') + 1)),
  'json',
  'bin',
]);

/** Asks for images or tensors, beginning where `near` lies; none when the user dismisses the question. */
export function pickInputs(near?: vscode.Uri, canSelectMany = false): Promise<vscode.Uri[]> {
  return pick({ canSelectMany, filters: { [vscode.l10n.t('Images and tensors')]: [...inputEndings] } }, near);
}

export function pickImage(near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const filters = { [vscode.l10n.t('Images')]: inputEndings.filter((ending) => ending !== 'npy') };
  return pickOne({ filters }, near);
}

/** An image or an array, for a parameter that is a file. */
export function pickArray(): Promise<vscode.Uri | undefined> {
  return pickOne({ filters: { [vscode.l10n.t('Images and arrays')]: ['npy', 'png', 'jpg', 'jpeg'] } });
}

/** The file of a model, from anywhere. */
export function pickModel(): Promise<vscode.Uri | undefined> {
  const endings = [...MODEL_ENDINGS.map((ending) => ending.slice(1)), 'json', 'pb'];
  const openLabel = vscode.l10n.t('Use This Model');
  return pickOne({ openLabel, filters: { [vscode.l10n.t('Models')]: endings } });
}

export function pickWeights(): Promise<vscode.Uri | undefined> {
  return pickOne({ filters: { [vscode.l10n.t('Models and weights')]: [...weightEndings] } });
}

export function pickFolder(near?: vscode.Uri, openLabel?: string): Promise<vscode.Uri | undefined> {
  return pickOne({ canSelectFolders: true, canSelectFiles: false, openLabel }, near);
}

async function pickOne(options: vscode.OpenDialogOptions, near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  return (await pick(options, near))[0];
}

async function pick(options: vscode.OpenDialogOptions, near?: vscode.Uri): Promise<vscode.Uri[]> {
  const defaultUri = near ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return (await vscode.window.showOpenDialog({ ...options, defaultUri })) ?? [];
}
