import type { Component } from '../ui/component';
import { folderMessage } from '../ui/folder-message';
import { t } from '../ui/l10n';
import { startingPoints } from '../ui/states';
import type { TrainingApp } from './app';

/** In place of everything: what to do first, or what went wrong. */
export const message = (app: TrainingApp): Component =>
  folderMessage(app, {
    text: t('Right-click a folder with a sub-folder per class in the Explorer and choose Train Networks…'),
    command: 'trainFolder',
    others: startingPoints(app.post),
  });
