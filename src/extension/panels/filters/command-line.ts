import * as vscode from 'vscode';
import type { FiltersDocument } from '../../../protocol/filters-panel';
import { shellCommand } from '../../../protocol/shell-command';
import type { LocalFiles } from '../../workspace/location';
import { stem } from '../../workspace/output';

/** What writes the layer shown without VS Code, with its feature maps of every image that was chosen. */
export async function filtersCommands(document: FiltersDocument, files: LocalFiles): Promise<string> {
  const { model, layer, images } = document;
  if (!model) return '';
  const path = await files.pathOf(vscode.Uri.parse(model.uri));
  const words = ['saliency-lens', 'filters', path, ...(layer === null ? [] : ['--layer', layer])];
  if (images.length === 0) return shellCommand([...words, '--out', 'out']);
  const lines = images.map(async ({ uri, name }, i) => {
    const out = images.length > 1 ? `out/${i + 1}-${stem(name)}` : 'out';
    return shellCommand([...words, '--input', await files.pathOf(vscode.Uri.parse(uri)), '--out', out]);
  });
  return (await Promise.all(lines)).join('\n');
}
