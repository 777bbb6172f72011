import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { Recipe } from '../../../protocol/recipe';
import { exists, nameOf, sidecarOf } from '../../workspace/location';

/** The sidecar's text as a recipe; an empty one where there is no sidecar. Throws where the file is no JSON object. */
export async function readSidecar(model: vscode.Uri): Promise<Recipe> {
  const file = sidecarOf(model);
  if (!(await exists(file))) return {};
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Recipe;
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
 * Writes the sidecar beside the model: first under another name, then renamed, so that no reader ever sees half of it. Keys the form
 * does not know are in `recipe` already, because the form starts from what was read.
 */
export async function writeSidecar(model: vscode.Uri, recipe: Recipe): Promise<void> {
  const file = sidecarOf(model);
  const draft = file.with({ path: `${file.path}.${process.pid}.tmp` });
  await vscode.workspace.fs.writeFile(draft, new TextEncoder().encode(`${JSON.stringify(recipe, null, 2)}\n`));
  try {
    await vscode.workspace.fs.rename(draft, file, { overwrite: true });
  } catch (thrown) {
    await vscode.workspace.fs.delete(draft);
    throw new LensError({ code: 'disk', what: LensError.from(thrown).what, where: nameOf(file) });
  }
}
