import type { Component } from '../ui/component';
import { folderMessage } from '../ui/folder-message';
import { t } from '../ui/l10n';
import { startingPoints } from '../ui/states';
import type { EvaluationApp } from './app';

/** In place of everything: what to do first, or what went wrong. */
export const message = (app: EvaluationApp): Component =>
  folderMessage(app, {
    text: t('Right-click a folder of labelled images in the Explorer and choose Evaluate Test Folder.'),
    command: 'evaluateFolder',
    others: startingPoints(app.post),
  });
