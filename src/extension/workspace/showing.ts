import * as vscode from 'vscode';

/**
 * Shows where a file lies: in the Explorer view where it belongs to the workspace. The Explorer shows nothing else, and
 * a window in a browser has no file manager: elsewhere the file itself is opened.
 */
export async function showFile(file: vscode.Uri): Promise<void> {
  const isInside = vscode.workspace.getWorkspaceFolder(file) !== undefined;
  const isLocal = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(
    isInside ? 'revealInExplorer' : isLocal ? 'revealFileInOS' : 'vscode.open',
    file,
  );
}
