import * as vscode from 'vscode';

/** Files that hold a model, as a pattern below a workspace folder. */
export const modelPattern = '**/*.onnx';
/** Files that hold weights without a graph: they have filters, but cannot be run. */
export const weightsPattern = '**/*.{safetensors,pt,pth}';
const excluded = '**/{node_modules,.git,.venv,.saliency-lens}/**';

/** Models in all workspace folders, by path. */
export function findModels(): Promise<vscode.Uri[]> {
  return findSorted(modelPattern);
}

/** Files of weights in all workspace folders, by path. */
export function findWeights(): Promise<vscode.Uri[]> {
  return findSorted(weightsPattern);
}

async function findSorted(pattern: string): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(pattern, excluded, 1000);
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
