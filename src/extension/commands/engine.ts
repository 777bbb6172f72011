import * as vscode from 'vscode';
import { ExplainPanel } from '../panels/explain/panel';
import type { Services } from '../services';
import type { Command } from './command';

export const showLog: Command = {
  id: 'showLog',
  async run({ log }: Services) {
    log.show();
  },
};

export const restartEngine: Command = {
  id: 'restartEngine',
  async run({ engine, log }: Services) {
    log.info('engine restarted by the user');
    engine.restart();
  },
};

export const exportAll: Command = {
  id: 'exportAll',
  async run() {
    if (ExplainPanel.current) return ExplainPanel.current.exportAll();
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to export: explain an image first.'));
  },
};
