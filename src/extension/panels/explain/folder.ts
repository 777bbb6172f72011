import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../protocol/explain-document';
import type { DicomReader } from '../../workspace/dicom-files';
import { imagesIn } from '../../workspace/images-below';

/** The images of the folder of the one shown. @param deep with those of folders below it */
export async function imagesBeside(
  { inputs, current, model }: ExplainDocument,
  reader: DicomReader,
  deep: boolean,
): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(vscode.Uri.parse(inputs[current].uri), '..');
  const all = await imagesIn([folder], reader, model ? vscode.Uri.parse(model.uri) : undefined);
  return deep ? all : all.filter((uri) => vscode.Uri.joinPath(uri, '..').path === folder.path);
}
