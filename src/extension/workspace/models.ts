import * as vscode from 'vscode';
import { MODEL_ENDINGS, SAVED_MODEL, WEIGHTS_ENDINGS, WEIGHTS_NAMES } from '../../protocol/model-files';
import { recognised } from './sniffing';

/** Files that hold a model, as a pattern below a workspace folder. */
export const modelPattern = `**/{${[...MODEL_ENDINGS.map((ending) => `*${ending}`), SAVED_MODEL].join(',')}}`;
/** TensorFlow.js models have any name: what such a file holds tells. */
export const jsonPattern = '**/*.json';
/** Files that hold weights without a graph: they have filters, but cannot be run. */
export const weightsPattern = `**/{${[...WEIGHTS_ENDINGS.map((ending) => `*${ending}`), WEIGHTS_NAMES].join(',')}}`;
const folders = ['node_modules', '.git', '.venv', '.saliency-lens', '.vscode'].map((name) => `**/${name}/**`);
const excluded = `{${folders.join(',')}}`;
/** JSON that is something else by its name. */
const otherJson = ['*.lens.json', 'package.json', 'package-lock.json', 'tsconfig*.json', '*.labels.json'].map(
  (name) => `**/${name}`,
);
const mostFiles = 1000;
/** Of more JSON files in a workspace, which then holds data rather than models, the others are not looked into. */
const mostJson = 3000;

/** Models in all workspace folders, by path. */
export async function findModels(): Promise<vscode.Uri[]> {
  const [named, json] = await Promise.all([
    vscode.workspace.findFiles(modelPattern, excluded, mostFiles),
    vscode.workspace.findFiles(jsonPattern, `{${[...folders, ...otherJson].join(',')}}`, mostJson),
  ]);
  return byPath([...named, ...(await recognised(json))]);
}

/** Files of weights in all workspace folders, by path. */
export async function findWeights(): Promise<vscode.Uri[]> {
  return byPath(await vscode.workspace.findFiles(weightsPattern, excluded, mostFiles));
}

function byPath(found: vscode.Uri[]): vscode.Uri[] {
  return found.sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
}

/** The file's size as people read it: 1.23 MB. */
export async function sizeOf(uri: vscode.Uri): Promise<string> {
  const bytes = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat.size,
    () => null,
  );
  return bytes === null ? '' : formatBytes(bytes);
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toPrecision(3)} ${units[power]}`;
}
