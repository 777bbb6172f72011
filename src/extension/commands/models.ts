import * as vscode from 'vscode';
import type { Services } from '../services';
import { placeOf } from '../views/models/node';
import type { Command } from '../command';

/** Makes the model clicked on the one that explains images. */
export const useModel: Command = {
  id: 'useModel',
  async run({ models }: Services, clicked: unknown) {
    const place = placeOf(clicked);
    if (place) await models.use(place.model);
  },
};

/** Explains an image, which the user picks unless one is open, with the model clicked on. */
export const explainWithModel: Command = {
  id: 'explainWithModel',
  async run({ models }: Services, clicked: unknown) {
    const place = placeOf(clicked);
    if (place) await models.use(place.model);
    await vscode.commands.executeCommand('saliency-lens.explainImage');
  },
};

/** Shows the filters of the model or layer clicked on. */
export const showFilters: Command = {
  id: 'showFilters',
  async run(_services: Services, clicked: unknown) {
    const place = placeOf(clicked);
    if (place) await vscode.commands.executeCommand('saliency-lens.openFilters', place.model, place.layer);
  },
};

/** Looks for models again. */
export const refreshModels: Command = {
  id: 'refreshModels',
  async run({ catalog }: Services) {
    catalog.changed(undefined);
  },
};
