import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { Command } from '../command';
import { explainVariable } from '../debugging/explain-variable';
import { panels } from '../panels';
import type { Services } from '../services';
import { restartEngine, showLog } from './engine';
import { accessibilityHelp, keyCommands } from './keys';
import { learnExplainer } from './learning';
import { browseModel, selectModel } from './model';
import { explainWithModel, refreshModels, showFilters, useModel } from './models';
import { cancelRun, openRun, refreshRuns } from './runs';
import { openSampleWorkspace } from './sample-workspace';

export const commands: readonly Command[] = Object.freeze([
  ...panels.flatMap(({ descriptor }) => descriptor.commands),
  selectModel,
  browseModel,
  showLog,
  restartEngine,
  useModel,
  explainWithModel,
  showFilters,
  learnExplainer,
  refreshModels,
  explainVariable,
  ...keyCommands,
  accessibilityHelp,
  openSampleWorkspace,
  openRun,
  cancelRun,
  refreshRuns,
]);

/** Registers every command; what one throws is shown and logged. */
export function registerCommands(services: Services): vscode.Disposable[] {
  return commands.map(({ id, run }) =>
    vscode.commands.registerCommand(`saliency-lens.${id}`, async (...argument: unknown[]) => {
      services.log.debug(`command: ${id}`);
      try {
        await run(services, ...argument);
      } catch (thrown) {
        const error = LensError.from(thrown);
        services.log.error(`${id}: ${error.message}`);
        void vscode.window.showErrorMessage(error.message);
      }
    }),
  );
}
