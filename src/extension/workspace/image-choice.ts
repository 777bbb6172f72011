import * as vscode from 'vscode';
import { modelTitle } from '../../protocol/model-files';
import type { DicomReader } from './dicom-files';
import { lastImage } from './images';
import { imagesIn } from './images-below';
import { nameOf } from './location';
import { pickInputs } from './picking';

type Item = vscode.QuickPickItem & { readonly ask?: () => Thenable<readonly vscode.Uri[]> };

/**
 * Which images are meant: one of the workspace, that of last time first, or others from anywhere; none is possible.
 * @param model the one in use
 */
export async function askForImages(
  { context, ...reader }: DicomReader & { readonly context: Pick<vscode.ExtensionContext, 'workspaceState'> },
  model: vscode.Uri | undefined,
): Promise<readonly vscode.Uri[]> {
  const title = model
    ? vscode.l10n.t('Explain an Image With {0}', modelTitle(model.path))
    : vscode.l10n.t('Explain an Image');
  const browse = (): Thenable<readonly vscode.Uri[]> =>
    pickInputs({ title, openLabel: vscode.l10n.t('Explain') }, undefined, true);
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const images = await imagesIn(folders, reader, model);
  if (images.length === 0) return browse();
  const picked = await vscode.window.showQuickPick<Item>(
    [
      ...itemsOf(images, await lastImage(context.workspaceState)),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: vscode.l10n.t('Browse for images…'), alwaysShow: true, ask: browse },
    ],
    { title, placeHolder: vscode.l10n.t('The image whose prediction is explained'), matchOnDescription: true },
  );
  return (await picked?.ask?.()) ?? [];
}

/** With a line above the image of last time that says so. */
function itemsOf(images: readonly vscode.Uri[], last: vscode.Uri | undefined): Item[] {
  const item = (uri: vscode.Uri): Item => ({
    label: nameOf(uri),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    iconPath: new vscode.ThemeIcon('file-media'),
    ask: () => Promise.resolve([uri]),
  });
  const line = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const others = images.filter((uri) => uri.toString() !== last?.toString()).map(item);
  if (!last) return others;
  return [line(vscode.l10n.t('Explained last')), item(last), line(vscode.l10n.t('In this workspace')), ...others];
}
