import * as vscode from 'vscode';
import { suiteEnding } from './suite-file';

/** "Run | Compare with last run" on the first line of a suite file. */
export function registerSuiteLenses(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { pattern: `**/*${suiteEnding}` },
    {
      provideCodeLenses({ uri }) {
        const start = new vscode.Range(0, 0, 0, 0);
        return [
          new vscode.CodeLens(start, {
            title: `$(play) ${vscode.l10n.t('Run')}`,
            command: 'saliency-lens.runSuite',
            arguments: [uri],
          }),
          new vscode.CodeLens(start, {
            title: vscode.l10n.t('Compare with last run'),
            command: 'saliency-lens.compareRuns',
            arguments: [uri],
          }),
        ];
      },
    },
  );
}
