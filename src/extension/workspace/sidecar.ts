import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';
import { exists, nameOf, sidecarOf } from './location';
import { readText } from './reading';
import { writeWhole } from './writing';

const MOST_BYTES = 16e6;

/** The sidecar's text as a recipe; an empty one where there is no sidecar. Throws where the file is no JSON object. */
export async function readSidecar(model: vscode.Uri): Promise<Recipe> {
  const file = sidecarOf(model);
  if (!(await exists(file))) return {};
  const text = await readText(file, MOST_BYTES);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, in one sentence with the file's name.
  }
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('This is not a JSON object'),
    where: nameOf(file),
    next: vscode.l10n.t('Correct it in the text editor'),
  });
}

/**
 * Writes the sidecar beside the model. Keys the form does not know are in `recipe` already, because the form starts
 * from what was read.
 */
export async function writeSidecar(model: vscode.Uri, recipe: Recipe): Promise<void> {
  await writeWhole(sidecarOf(model), new TextEncoder().encode(`${JSON.stringify(recipe, null, 2)}\n`));
}
