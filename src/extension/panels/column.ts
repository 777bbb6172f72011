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
