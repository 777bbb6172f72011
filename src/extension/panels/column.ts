import * as vscode from 'vscode';

/** Beside the code, where code is being looked at; else where the user is. */
export function columnBeside(): vscode.ViewColumn {
  return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
