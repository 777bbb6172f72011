import * as vscode from 'vscode';
import type { FolderInspection } from '../../../protocol/folder';
import type { EngineProcess } from '../../engine/process';

/** More models than these are not tried: each is read, and held against the folder. */
const mostTried = 8;

interface Watching {
  readonly signal: AbortSignal;
  /** The folder as it was found on the way, without a word about any model. */
  seen(inspection: FolderInspection): void;
}

/**
 * The first of some models that knows every class of a folder, or what else its inputs are labelled with; else the one
 * that knows the most classes. @returns undefined where none knows any
 */
export async function fittingModel(
  engine: EngineProcess,
  folder: vscode.Uri,
  models: readonly vscode.Uri[],
  { signal, seen }: Watching,
): Promise<vscode.Uri | undefined> {
  let best: { readonly model: vscode.Uri; readonly share: number } | undefined;
  for (const model of models.slice(0, mostTried)) {
    const inspection = await engine
      .call('folder.inspect', { folder: folder.fsPath, models: [model.fsPath] }, { signal })
      .catch(() => undefined);
    if (signal.aborted) return undefined;
    if (!inspection) continue;
    seen(withoutModels(inspection));
    const share = knownShare(inspection);
    if (share === 1) return model;
    if (share > (best?.share ?? 0)) best = { model, share };
  }
  return best?.model;
}

const withoutModels = (inspection: FolderInspection): FolderInspection => ({
  ...inspection,
  models: [],
  classes: inspection.classes.map((one) => ({ ...one, unknownTo: [] })),
});

/** Which share of what the inputs are labelled with all models know; labels that are no classes are known or not. */
function knownShare({ models, classes }: FolderInspection): number {
  if (models.length === 0 || models.some(({ problem }) => problem !== null)) return 0;
  if (classes.length === 0) return 1;
  return classes.filter(({ unknownTo }) => unknownTo.length === 0).length / classes.length;
}
