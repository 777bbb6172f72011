import * as vscode from 'vscode';

const model = 'faces-resnet.onnx';

/**
 * The sample that comes with the extension, in a folder of its storage where recipes can be changed and results be
 * kept: a small network and some faces.
 */
export async function unpackSample({
  extensionUri,
  globalStorageUri,
}: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalStorageUri'>): Promise<{
  readonly model: vscode.Uri;
  readonly images: readonly vscode.Uri[];
}> {
  const packed = vscode.Uri.joinPath(extensionUri, 'dist', 'sample');
  const folder = vscode.Uri.joinPath(globalStorageUri, 'sample');
  await vscode.workspace.fs.createDirectory(globalStorageUri);
  await vscode.workspace.fs.copy(packed, folder, { overwrite: true });
  const names = (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter((name) => name.endsWith('.png'));
  return {
    model: vscode.Uri.joinPath(folder, model),
    images: names.sort().map((name) => vscode.Uri.joinPath(folder, name)),
  };
}
