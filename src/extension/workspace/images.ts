import * as vscode from 'vscode';
import type { PreviewInput } from '../../protocol/model-editor';
import { exists, nameOf } from './location';

const key = 'images.last';
const endings = /\.(png|jpe?g|webp|bmp)$/i;

export async function rememberImage(state: vscode.Memento, uri: vscode.Uri): Promise<void> {
  if (endings.test(uri.path)) await state.update(key, uri.toString());
}

/** The image explained last, while it is there. */
export async function lastImage(state: vscode.Memento): Promise<vscode.Uri | undefined> {
  const last = state.get<string>(key);
  const uri = last ? vscode.Uri.parse(last) : undefined;
  return uri && (await exists(uri)) ? uri : undefined;
}

/** An image to begin a preview with: the one explained last, else one of the workspace, masks last. */
export async function firstImage(state: vscode.Memento): Promise<PreviewInput | null> {
  const last = await lastImage(state);
  if (last) return { uri: last.toString(), name: nameOf(last) };
  const found = await vscode.workspace.findFiles(
    '**/*.{png,jpg,jpeg,webp,bmp}',
    '**/{node_modules,.git,.saliency-lens}/**',
    500,
  );
  const isMask = ({ path }: vscode.Uri): number => Number(/mask/i.test(path));
  const [first] = found.sort((a, b) => isMask(a) - isMask(b) || a.path.localeCompare(b.path));
  return first ? { uri: first.toString(), name: nameOf(first) } : null;
}
