import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { Services } from '../services';
import type { Command } from './command';
import { compareMethods } from './compareMethods';
import { exportAll, restartEngine, showLog } from './engine';
import { compareRuns, evaluateFolder, runSuite } from './evaluation';
import { explainImage } from './explainImage';
import { explainTest } from './explainTest';
import { openFilters } from './filters';
import { openModelEditor, selectModel } from './model';
import { explainWithModel, refreshModels, showFilters, useModel } from './models';
import { openScattering } from './scattering';

export const commands: readonly Command[] = Object.freeze([
  explainImage,
  compareMethods,
  explainTest,
  evaluateFolder,
  runSuite,
  compareRuns,
  selectModel,
  openModelEditor,
  exportAll,
  showLog,
  restartEngine,
  useModel,
  explainWithModel,
  showFilters,
  refreshModels,
  openFilters,
  openScattering,
]);

/** Registers every command; what one throws is shown and logged. */
export function registerCommands(services: Services): vscode.Disposable[] {
  return commands.map(({ id, run }) =>
    vscode.commands.registerCommand(`saliency-lens.${id}`, async (...argument: unknown[]) => {
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
