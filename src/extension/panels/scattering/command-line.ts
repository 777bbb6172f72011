import * as vscode from 'vscode';
import type { ScatteringDocument } from '../../../protocol/scattering-panel';
import { shellCommand } from '../../../protocol/shell-command';
import type { LocalFiles } from '../../workspace/location';

/** What scatters the image or signal shown without VS Code; a bank alone belongs to no input. */
export async function scatteringCommand(
  { image, settings, coefficients }: ScatteringDocument,
  files: LocalFiles,
): Promise<string> {
  if (!image) return '';
  const { J, L, Q, height, width, maxOrder } = settings;
  const isSignal = coefficients.state === 'done' && 'signal' in coefficients.value;
  const own = isSignal ? ['--q', `${Q},1`] : ['--angles', String(L), '--size', `${height}x${width}`];
  const input = await files.pathOf(vscode.Uri.parse(image.uri));
  const common = ['--scales', String(J), ...own, '--order', String(maxOrder)];
  return shellCommand(['saliency-lens', 'scattering', input, ...common, '--out', 'out']);
}
