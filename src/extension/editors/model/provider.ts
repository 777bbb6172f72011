import * as vscode from 'vscode';
import type { Services } from '../../services';
import { pageOf, pageOptions } from '../../panels/page';
import { ModelEditor } from './editor';

export const modelViewType = 'saliencyLens.model';
/**
 * The same editor for TensorFlow.js models: one of its own, because JSON is to open as text unless asked for otherwise.
 */
const jsonViewType = 'saliencyLens.jsonModel';
export const modelViewTypes = [modelViewType, jsonViewType];

/** The editor that package.json offers for a file of this name. */
export const viewTypeOf = ({ path }: vscode.Uri): string =>
  path.toLowerCase().endsWith('.json') ? jsonViewType : modelViewType;

/** Opens model files in the Model editor instead of a warning about binary content. */
export class ModelEditorProvider implements vscode.CustomReadonlyEditorProvider {
  private readonly editors = new Set<ModelEditor>();

  constructor(private readonly services: Services) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  /** Returns at once: the page says when it is ready, and everything it shows is sent then. */
  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.services.context;
    panel.webview.options = pageOptions(extensionUri, [uri]);
    const editor = new ModelEditor(this.services, uri, panel.webview);
    this.editors.add(editor);
    panel.webview.html = pageOf('model', panel.webview, extensionUri);
    panel.onDidDispose(() => {
      this.editors.delete(editor);
      editor.dispose();
    });
  }

  /** A model or a sidecar changed on disk. */
  modelChanged(uri: vscode.Uri): void {
    for (const editor of this.editors) if (editor.uri.toString() === uri.toString()) void editor.load();
  }
}
