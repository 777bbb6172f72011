import * as vscode from 'vscode';

/** The runs in parts of the workspace, as far as whoever shows them must be told to look again. */
export class RunList {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;

  changed(): void {
    this.changes.fire();
  }

  dispose(): void {
    this.changes.dispose();
  }
}
