import * as vscode from 'vscode';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import { inputEnding } from '../../../protocol/input-files';
import type { Command } from '../../command';
import { findModels } from '../../workspace/models';
import { askForImages } from '../../workspace/image-choice';
import { pickFolder } from '../../workspace/picking';
import { unpackSample } from '../../workspace/sample';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { nothingToExport } from './exporting';
import { ExplainPanel } from './panel';

/** Explains the files selected in the Explorer, or else the image of the active tab, or else what the user picks. */
const explainImage: Command = {
  id: 'explainImage',
  async run(services, clicked, selected) {
    const files =
      chosen(clicked, selected) ?? activeFile() ?? (await askForImages(services, await services.models.current()));
    if (files.length === 0) return;
    const model = await services.models.resolve();
    // Without any model the panel says what to do; a choice that was dismissed means that nothing is wanted.
    if (!model && (await findModels()).length > 0) return;
    await explainPanel.show(services).open(files, model);
  },
};

/** Explains all images of the folders selected in the Explorer, or of one the user picks, side by side. */
const explainFolder: Command = {
  id: 'explainFolder',
  async run(services, clicked, selected) {
    const purpose = { title: vscode.l10n.t('Choose a Folder of Images'), openLabel: vscode.l10n.t('Explain') };
    const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked ?? (await pickFolder(purpose))];
    const folders = all.filter((one): one is vscode.Uri => one instanceof vscode.Uri);
    if (folders.length === 0) return;
    const model = await services.models.resolve();
    if (!model && (await findModels()).length > 0) return;
    await explainPanel.show(services).openAll(folders, model);
  },
};

/**
 * Explains the image of a failed test with the model it was tested with; both are addresses, because a link can carry
 * nothing else.
 */
const explainTest: Command = {
  id: 'explainTest',
  async run({ models }, image, model) {
    if (typeof image !== 'string') return;
    if (typeof model === 'string') await models.use(vscode.Uri.parse(model));
    await vscode.commands.executeCommand('saliency-lens.explainImage', vscode.Uri.parse(image));
  },
};

/** Explains the sample that comes with the extension; the workspace's own model stays the one in use. */
const trySample: Command = {
  id: 'trySample',
  async run(services) {
    const { model, images } = await unpackSample(services.context);
    await explainPanel.show(services).open(images, model);
  },
};

/** Explains the images of the panel again by every version of the model that is written from now on. */
const followModel: Command = {
  id: 'followModel',
  async run() {
    if (explainPanel.find()?.followModel()) return;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Explain an image first: what is shown there is explained by every version of the model.'),
    );
  },
};

const exportAll: Command = {
  id: 'exportAll',
  async run() {
    const panel = explainPanel.find();
    if (panel) return panel.exportAll();
    void vscode.window.showInformationMessage(nothingToExport());
  },
};

export const explainPanel = new PanelKind({
  viewTypes: ['saliencyLens.explain'],
  page: 'explain',
  title: () => vscode.l10n.t('Explain'),
  commands: [explainImage, explainFolder, explainTest, trySample, followModel, exportAll],
  create: (host: PanelHost<ExplainToPanel>) => new ExplainPanel(host),
});

function chosen(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  if (Array.isArray(selected) && selected.length > 0) {
    const files = selected.filter((uri): uri is vscode.Uri => uri instanceof vscode.Uri && explainable(uri));
    if (files.length > 0) return files;
  }
  return clicked instanceof vscode.Uri ? [clicked] : undefined;
}

function activeFile(): vscode.Uri[] | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isFile = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isFile && explainable(input.uri) ? [input.uri] : undefined;
}

const explainable = ({ path }: vscode.Uri): boolean => inputEnding(path) !== undefined;
