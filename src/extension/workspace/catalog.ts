import * as vscode from 'vscode';
import { findModels, findWeights } from './models';
import { OutsideModels } from './outside';

/** What the workspace holds that has filters. */
export interface ModelFiles {
  readonly models: readonly vscode.Uri[];
  /** Files of weights without a graph. */
  readonly weights: readonly vscode.Uri[];
}

/** The models of the workspace as they come, change and go: looked for once, and again after a change. */
export class ModelCatalog {
  private found: Promise<ModelFiles> | undefined;
  private readonly changes = new vscode.EventEmitter<vscode.Uri | undefined>();
  /** A model, a file of weights or a sidecar was written or removed; undefined: the workspace folders are others. */
  readonly onDidChange = this.changes.event;
  private readonly outside: OutsideModels;
  private readonly folders = vscode.workspace.onDidChangeWorkspaceFolders(() => this.changed(undefined));

  /** @param written told of a change of a model that lies outside the workspace */
  constructor(written?: (model: vscode.Uri) => void) {
    this.outside = new OutsideModels(written ?? ((model) => this.changed(model)));
  }

  /** Watches models outside the workspace, too: those that a party has to do with, and no longer others of it. */
  watchOutside(party: object, models: readonly vscode.Uri[]): void {
    this.outside.watch(party, models);
  }

  files(): Promise<ModelFiles> {
    this.found ??= Promise.all([findModels(), findWeights()]).then(([models, weights]) => ({ models, weights }));
    return this.found;
  }

  changed(model: vscode.Uri | undefined): void {
    this.found = undefined;
    this.changes.fire(model);
  }

  dispose(): void {
    this.folders.dispose();
    this.outside.dispose();
    this.changes.dispose();
  }
}
