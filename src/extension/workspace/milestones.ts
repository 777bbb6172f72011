import * as vscode from 'vscode';

/** What a person has done, which ticks the steps of the walkthrough: context keys `saliencyLens.<milestone>`. */
export type Milestone =
  | 'modelChosen'
  | 'imageExplained'
  | 'folderEvaluated'
  | 'filtersShown'
  | 'methodsCompared'
  | 'resultKept'
  | 'networkTrained';

const done = new Set<Milestone>();

export async function reach(milestone: Milestone): Promise<void> {
  if (done.has(milestone)) return;
  done.add(milestone);
  await vscode.commands.executeCommand('setContext', `saliencyLens.${milestone}`, true);
}

export const isReached = (milestone: Milestone): boolean => done.has(milestone);
