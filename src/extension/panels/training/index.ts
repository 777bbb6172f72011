import * as vscode from 'vscode';
import type { TrainingMemo, TrainingToPanel } from '../../../protocol/training-panel';
import type { Command } from '../../command';
import { pickFolder } from '../../workspace/picking';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { TrainingPanel } from './panel';
import { Trainings } from './trainings';
import type { Services } from '../../services';

const trainings = new Trainings();

/** Opens the folder clicked on, or one the user picks, in the Training panel. */
const trainFolder: Command = {
  id: 'trainFolder',
  async run(services, clicked) {
    const folder =
      clicked instanceof vscode.Uri
        ? clicked
        : await pickFolder({
            title: vscode.l10n.t('Choose a Folder of Labelled Images'),
            openLabel: vscode.l10n.t('Train Networks'),
          });
    if (folder) await trainingPanel.show(services, folder.toString()).open(folder);
  },
};

/** Opens a folder with the results of a training that lie in another than the usual place. */
export const openTraining = (services: Services, folder: vscode.Uri, out: string): Promise<void> =>
  trainingPanel.show(services, folder.toString()).open(folder, out);

/** One panel for each folder. */
export const trainingPanel = new PanelKind({
  viewTypes: ['saliencyLens.training'],
  page: 'training',
  title: () => vscode.l10n.t('Train'),
  keyOf: (state) => (state as { readonly memo?: TrainingMemo } | undefined)?.memo?.folder ?? '',
  commands: [trainFolder],
  create: (host: PanelHost<TrainingToPanel>) => new TrainingPanel(host, trainings),
});
