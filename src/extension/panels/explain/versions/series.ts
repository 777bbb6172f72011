import * as vscode from 'vscode';
import { nameOf } from '../../../workspace/location';

/** The pattern of files of which one is called so: `epoch-*.onnx` of `epoch-12.onnx`, `*.onnx` of `model.onnx`. */
export function patternOf(name: string): string {
  const counted = name.replace(/\d+(?=\D*$)/, '*');
  return counted === name ? `*${name.slice(name.lastIndexOf('.'))}` : counted;
}

/** Files beside a model whose names follow a pattern with `*` and `?`, in the order of the numbers in them. */
export async function seriesOf(model: vscode.Uri, pattern: string): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(model, '..');
  const names = (await vscode.workspace.fs.readDirectory(folder))
    .filter(([name, type]) => type & vscode.FileType.File && matches(name, pattern) && name !== nameOf(model))
    .map(([name]) => name);
  const order = new Intl.Collator(undefined, { numeric: true });
  return names.sort(order.compare).map((name) => vscode.Uri.joinPath(folder, name));
}

function matches(name: string, pattern: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(name);
}
