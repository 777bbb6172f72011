import * as vscode from 'vscode';

export const taskType = 'saliency-lens';

/** A task as tasks.json holds it; package.json says the same as a schema. */
export interface LensTaskDefinition extends vscode.TaskDefinition {
  /** Of the command line. */
  readonly command?: string;
  /** A suite file, relative to the folder of the workspace. */
  readonly suite?: string;
  /** Conditions under which the task fails. */
  readonly failIf?: readonly string[];
  readonly args?: readonly string[];
}

/** The words behind `saliency-lens`. */
export function wordsOf({ command = 'evaluate', suite, failIf = [], args = [] }: LensTaskDefinition): string[] {
  return [
    command,
    ...(suite === undefined ? [] : ['--suite', suite]),
    ...failIf.flatMap((condition) => ['--fail-if', condition]),
    // What is wrong is printed where the problem matcher finds it.
    ...(command === 'evaluate' ? ['--problems'] : []),
    ...args,
  ];
}
