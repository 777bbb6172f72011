import * as vscode from 'vscode';
import { INPUT_ENDINGS } from '../../protocol/input-files';
import { MODEL_ENDINGS, WEIGHTS_ENDINGS } from '../../protocol/model-files';

/** Endings of files that can be explained, without their dots. */
const inputEndings: readonly string[] = Object.freeze(INPUT_ENDINGS.map((ending) => ending.slice(1)));
/** Endings of files that have filters. */
const weightEndings: readonly string[] = Object.freeze([
  ...[...MODEL_ENDINGS, ...WEIGHTS_ENDINGS].map((ending) => ending.slice(ending.lastIndexOf('.') + 1)),
  'json',
  'bin',
]);

/** What a dialog says of itself: without words of its own it has no title, and its button says no more than "OK". */
export interface Purpose {
  readonly title: string;
  /** On the button that ends it. */
  readonly openLabel: string;
}

type Choices = Omit<vscode.OpenDialogOptions, keyof Purpose | 'defaultUri'>;

/** Asks for images or tensors, beginning where `near` lies; none when the user dismisses the question. */
export function pickInputs(purpose: Purpose, near?: vscode.Uri, canSelectMany = false): Promise<vscode.Uri[]> {
  return pick(purpose, { canSelectMany, filters: { [vscode.l10n.t('Images and tensors')]: [...inputEndings] } }, near);
}

export const imagesToCompare = (): Purpose => ({
  title: vscode.l10n.t('Choose Images to Compare Methods On'),
  openLabel: vscode.l10n.t('Compare Methods'),
});

/** For an embedding, which is explained by how near images are. */
export const imagesToHoldAgainst = (): Purpose => ({
  title: vscode.l10n.t('Choose Images to Compare With'),
  openLabel: vscode.l10n.t('Compare With These'),
});

export const folderOfNearest = (): Purpose => ({
  title: vscode.l10n.t('Choose the Folder Whose Images Are Compared'),
  openLabel: vscode.l10n.t('Find Nearest Images'),
});

export function pickImage(purpose: Purpose, near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const filters = { [vscode.l10n.t('Images')]: inputEndings.filter((ending) => ending !== 'npy') };
  return pickOne(purpose, { filters }, near);
}

/** An image or an array, for a parameter that is a file. */
export function pickArray(): Promise<vscode.Uri | undefined> {
  const purpose = { title: vscode.l10n.t('Choose an Image or Array'), openLabel: vscode.l10n.t('Use This File') };
  return pickOne(purpose, { filters: { [vscode.l10n.t('Images and arrays')]: ['npy', 'png', 'jpg', 'jpeg'] } });
}

/** The file of a model, from anywhere. */
export function pickModel(): Promise<vscode.Uri | undefined> {
  const endings = [...MODEL_ENDINGS.map((ending) => ending.slice(1)), 'json', 'pb'];
  const purpose = { title: vscode.l10n.t('Browse for a Model'), openLabel: vscode.l10n.t('Use This Model') };
  return pickOne(purpose, { filters: { [vscode.l10n.t('Models')]: endings } });
}

export function pickWeights(): Promise<vscode.Uri | undefined> {
  const purpose = { title: vscode.l10n.t('Choose a Model or Weights'), openLabel: vscode.l10n.t('Show Filters') };
  return pickOne(purpose, { filters: { [vscode.l10n.t('Models and weights')]: [...weightEndings] } });
}

export function pickFolder(purpose: Purpose, near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  return pickOne(purpose, { canSelectFolders: true, canSelectFiles: false }, near);
}

async function pickOne(purpose: Purpose, choices: Choices, near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  return (await pick(purpose, choices, near))[0];
}

async function pick(purpose: Purpose, choices: Choices, near?: vscode.Uri): Promise<vscode.Uri[]> {
  const defaultUri = near ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return (await vscode.window.showOpenDialog({ ...purpose, ...choices, defaultUri })) ?? [];
}
