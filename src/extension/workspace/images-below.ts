import * as vscode from 'vscode';
import { inputEndings } from './picking';

/** More images than anyone looks at maps of; a folder is cut there. */
const mostImages = 2000;

/** The images and tensors below the folders among `files`, and the files themselves; masks are left out. */
export async function imagesIn(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found = await Promise.all(files.map(async (uri) => ((await isFolder(uri)) ? below(uri) : [uri])));
  return found.flat().slice(0, mostImages);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

async function below(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, `**/*.{${inputEndings.join(',')}}`);
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,.git,.saliency-lens}/**', 2 * mostImages);
  const isMask = ({ path }: vscode.Uri): boolean =>
    /\.mask\.(png|npy)$|\/masks\//i.test(path.slice(folder.path.length));
  return found.filter((uri) => !isMask(uri)).sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
}
