import * as vscode from 'vscode';

/** Whether this is VS Code 1.`minor` or later: what came with it is there before as a proposal that may not be used. */
export function isSince(minor: number): boolean {
  const [major, own] = vscode.version.split('.').map(Number);
  return major > 1 || own >= minor;
}
