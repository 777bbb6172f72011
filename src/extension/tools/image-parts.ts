import * as vscode from 'vscode';
import type { ToolImage } from '../../protocol/tool';
import { isSince } from './since';

/** Of VS Code 1.105. */
interface DataParts {
  readonly LanguageModelDataPart: { image(data: Uint8Array, mime: string): vscode.LanguageModelTextPart };
}

/** Images for a language model, each behind its title; none where VS Code cannot hand them over. */
export function imageParts(images: readonly ToolImage[]): vscode.LanguageModelTextPart[] {
  if (!isSince(105)) return [];
  const { LanguageModelDataPart } = vscode as unknown as DataParts;
  return images.flatMap(({ title, png }) => [
    new vscode.LanguageModelTextPart(title),
    LanguageModelDataPart.image(png, 'image/png'),
  ]);
}
