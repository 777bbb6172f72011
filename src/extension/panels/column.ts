import * as vscode from 'vscode';

/** Beside the code, where code is being looked at; else where the user is. */
export function columnBeside(): vscode.ViewColumn {
  return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}

/** Brings a panel to the front, moved aside where it would cover the code that is being looked at. */
export function revealBeside(panel: vscode.WebviewPanel): void {
  const covering = panel.viewColumn !== undefined && panel.viewColumn === vscode.window.activeTextEditor?.viewColumn;
  panel.reveal(covering ? vscode.ViewColumn.Beside : undefined);
}

/** Brings a panel to the front without taking the keyboard, moved aside where it would cover what stands in `column`. */
export const revealAside =
  (column: vscode.ViewColumn) =>
  (panel: vscode.WebviewPanel): void =>
    panel.reveal(panel.viewColumn === column ? vscode.ViewColumn.Beside : undefined, true);
