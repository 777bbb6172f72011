import type * as vscode from 'vscode';
import type { Services } from '../services';

/** A kind of panel, as the registry knows it. package.json activates the extension `onWebviewPanel:<viewType>`. */
export interface PanelKind {
  readonly viewType: string;
  /** Brings a panel back after a window reload, from what it kept in the workspace's storage or in its page's state. */
  restore(services: Services, panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** A model or its sidecar changed on disk; the engine has forgotten the old one. */
  modelChanged?(model: vscode.Uri): void;
}
