import * as vscode from 'vscode';
import type { ModelToPanel } from '../../../protocol/model-editor';
import type { Command } from '../../command';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { ModelEditor } from './panel';

export const modelViewType = 'saliencyLens.model';
/**
 * The same editor for TensorFlow.js models: one of its own, because JSON is to open as text unless asked for otherwise.
 */
const jsonViewType = 'saliencyLens.jsonModel';

/** The editor that package.json offers for a file of this name. */
const viewTypeOf = ({ path }: vscode.Uri): string =>
  path.toLowerCase().endsWith('.json') ? jsonViewType : modelViewType;

/**
 * Opens the model clicked on, or the one in use; with `check` at the check of its recipe, from which `back` leads once
 * a recipe was written.
 */
const openModelEditor: Command = {
  id: 'openModelEditor',
  async run({ models }, clicked, at, back) {
    const model = clicked instanceof vscode.Uri ? clicked : await models.resolve();
    if (!model) return;
    await vscode.commands.executeCommand('vscode.openWith', model, viewTypeOf(model));
    if (at === 'check')
      modelEditor.find(model.toString())?.showCheck(typeof back === 'function' ? (back as () => void) : undefined);
  },
};

/** Opens model files in the Model editor instead of a warning about binary content. */
export const modelEditor = new PanelKind({
  viewTypes: [modelViewType, jsonViewType],
  page: 'model',
  isEditor: true,
  commands: [openModelEditor],
  create: (host: PanelHost<ModelToPanel>) => new ModelEditor(host),
});
