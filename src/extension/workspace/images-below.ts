import * as vscode from 'vscode';
import { inputEnding } from '../../protocol/input-files';
import { mayBeDicom, withDicom, type DicomReader } from './dicom-files';

/** More images than anyone looks at maps of; a folder is cut there. */
const mostImages = 2000;
/** Files that are looked through for them. */
const mostFiles = 50_000;

/**
 * The images and tensors below the folders among `files`, and the files themselves; masks are left out, and a series of
 * DICOM is one input of a model of volumes.
 */
export async function imagesIn(
  files: readonly vscode.Uri[],
  reader: DicomReader,
  model: vscode.Uri | undefined,
): Promise<vscode.Uri[]> {
  const found = await Promise.all(
    files.map(async (uri) => ((await isFolder(uri)) ? withDicom(await below(uri), reader, model) : [uri])),
  );
  return found.flatMap(inOrder).slice(0, mostImages);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

async function below(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, '**/*');
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,.*}/**', mostFiles);
  const isMask = ({ path }: vscode.Uri): boolean =>
    /\.mask\.(png|npy)$|\/masks\//i.test(path.slice(folder.path.length));
  return found.filter((uri) => (inputEnding(uri.path) !== undefined || mayBeDicom(uri)) && !isMask(uri));
}

const inOrder = (files: readonly vscode.Uri[]): vscode.Uri[] =>
  [...files].sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
