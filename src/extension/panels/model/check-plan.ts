import * as vscode from 'vscode';
import type { RecipeCheckPlan, RecipeCheckRequest } from '../../../protocol/recipe-check';
import type { EngineProcess } from '../../engine/process';

/** More images than these change a ranking seldom. */
const usualImages = 12;

export interface FolderPlan {
  readonly folder: vscode.Uri;
  readonly plan: RecipeCheckPlan;
}

export const checkRequest = (model: string, folder: vscode.Uri): RecipeCheckRequest => ({
  model,
  folder: folder.fsPath,
  images: usualImages,
});

/** An image's own folder, and the one above it in the workspace: the own one may be that of a class. */
export function foldersOf(image: vscode.Uri): vscode.Uri[] {
  const own = vscode.Uri.joinPath(image, '..');
  const above = vscode.Uri.joinPath(own, '..');
  return vscode.workspace.getWorkspaceFolder(above) ? [own, above] : [own];
}

/** What a check will take on the first of some folders that has several classes; else on the one with the most. */
export async function planOf(
  engine: EngineProcess,
  model: string,
  folders: readonly vscode.Uri[],
  signal: AbortSignal,
): Promise<FolderPlan> {
  const plans: FolderPlan[] = [];
  for (const folder of folders) {
    const plan = await engine.call('recipe.plan', checkRequest(model, folder), { signal });
    plans.push({ folder, plan });
    if (plan.classes > 1) break;
  }
  return plans.reduce((best, one) => (one.plan.classes > best.plan.classes ? one : best));
}
