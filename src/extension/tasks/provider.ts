import * as vscode from 'vscode';
import { suiteEnding } from '../panels/evaluation/suite-file';
import { settingsFor } from '../workspace/settings';
import { taskType, wordsOf, type LensTaskDefinition } from './definition';

const matcher = '$saliency-lens';

/** Tasks that run the command line that comes with the extension: one for each suite, and those of tasks.json. */
export class LensTasks implements vscode.TaskProvider {
  constructor(private readonly extension: Pick<vscode.ExtensionContext, 'asAbsolutePath'>) {}

  async provideTasks(): Promise<vscode.Task[]> {
    const suites = await vscode.workspace.findFiles(`**/*${suiteEnding}`, '**/{node_modules,.git}/**', 200);
    return suites
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .flatMap((suite) => {
        const folder = vscode.workspace.getWorkspaceFolder(suite);
        return folder?.uri.scheme === 'file' ? [this.taskOf(definitionOf(suite), folder)] : [];
      });
  }

  /** Fills in how a task of tasks.json is run. */
  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    return folder?.uri.scheme === 'file' ? this.taskOf(definition, folder) : undefined;
  }

  private taskOf(definition: LensTaskDefinition, folder: vscode.WorkspaceFolder): vscode.Task {
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [this.extension.asAbsolutePath('dist/cli.js'), ...wordsOf(definition)],
      // The desktop's own program is Node only where it is told to be.
      { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const name = [definition.command ?? 'evaluate', definition.suite].filter(Boolean).join(' ');
    const task = new vscode.Task(definition, folder, name, 'saliency-lens', execution, matcher);
    task.group = vscode.TaskGroup.Test;
    return task;
  }
}

/** A suite's task; results go where its panel has them unless it says where. */
function definitionOf(suite: vscode.Uri): LensTaskDefinition {
  const path = vscode.workspace.asRelativePath(suite, false);
  const name = path.slice(0, -suiteEnding.length).replace(/.*\//, '');
  const out = `${settingsFor(suite).outputFolder}/${name}`;
  return { type: taskType, command: 'evaluate', suite: path, args: ['--out', out] };
}
