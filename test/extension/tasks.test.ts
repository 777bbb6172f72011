import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { wordsOf } from '../../src/extension/tasks/definition';

interface Manifest {
  readonly contributes: { readonly taskDefinitions: readonly { properties: { command: { enum: string[] } } }[] };
}

describe('tasks', function () {
  this.timeout(240_000);
  const [folder] = vscode.workspace.workspaceFolders ?? [];

  /** Runs a task to its end; its exit status. */
  async function ended(task: vscode.Task): Promise<number | undefined> {
    const end = new Promise<number | undefined>((resolve) => {
      const hearing = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        hearing.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    return end;
  }
  const problems = () =>
    vscode.languages
      .getDiagnostics()
      .flatMap(([uri, all]) =>
        all
          .filter(({ source }) => source === 'saliency-lens')
          .map(({ severity, message }) => ({ uri, severity, message })),
      );

  it('are offered for every suite, and run the command line that is shipped', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'saliency-lens' });
    assert.deepEqual(tasks.map(({ name }) => name).sort(), [
      'evaluate glasses-detection.lens-suite.json',
      'evaluate glasses-segmentation.lens-suite.json',
    ]);
    for (const { execution, problemMatchers, group } of tasks) {
      const { args, options } = execution as vscode.ProcessExecution;
      assert.match(args[0], /dist[\\/]cli\.js$/);
      assert.equal(options?.cwd, folder.uri.fsPath);
      assert.deepEqual([problemMatchers, group?.id], [['$saliency-lens'], vscode.TaskGroup.Test.id]);
    }
  });

  it('put a condition that failed and wrong images into Problems', async () => {
    const definition = {
      type: 'saliency-lens',
      failIf: ['accuracy<1.1'],
      args: ['faces/test', '--model', 'models/faces-scatnet.onnx', '--limit', '30', '--device', 'cpu', '--out', 'task'],
    };
    const [offered] = await vscode.tasks.fetchTasks({ type: 'saliency-lens' });
    const { args: words } = offered.execution as vscode.ProcessExecution;
    const execution = new vscode.ProcessExecution(process.execPath, [words[0], ...wordsOf(definition)], {
      cwd: folder.uri.fsPath,
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
    const task = new vscode.Task(definition, folder, 'faces', 'saliency-lens', execution, '$saliency-lens');
    assert.equal(await ended(task), 3);
    const until = Date.now() + 20_000;
    while (problems().length < 2 && Date.now() < until) await new Promise((done) => setTimeout(done, 100));
    const [violated, ...others] = problems().filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.equal(others.length, 0);
    assert.equal(violated.uri.fsPath, path.join(folder.uri.fsPath, 'task', 'report.md'));
    assert.match(violated.message, /accuracy is .* fails where it is < 1\.1/);
    const wrong = problems().filter(({ severity }) => severity === vscode.DiagnosticSeverity.Warning);
    assert.ok(wrong.length > 0, JSON.stringify(problems()));
    for (const { uri, message } of wrong) {
      await vscode.workspace.fs.stat(uri);
      assert.match(message, /^faces-scatnet says .+ \(\d+\.\d %\), its label is .+$/);
    }
  });

  it('of tasks.json are completed by the extension, whatever command they name', async () => {
    const tasks = {
      version: '2.0.0',
      tasks: [{ type: 'saliency-lens', label: 'about', command: 'info', args: ['models/faces-cnn.onnx'] }],
    };
    const place = vscode.Uri.joinPath(folder.uri, '.vscode/tasks.json');
    await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(JSON.stringify(tasks)));
    try {
      const until = Date.now() + 30_000;
      let about: vscode.Task | undefined;
      while (!about && Date.now() < until) {
        about = (await vscode.tasks.fetchTasks()).find(({ name }) => /about/.test(name));
        if (!about) await new Promise((done) => setTimeout(done, 200));
      }
      assert.ok(about, 'the task of tasks.json is there');
      assert.equal(await ended(about), 0);
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.vscode'), { recursive: true });
    }
  });

  it('know every command that its arguments run to an end', () => {
    const { contributes } = vscode.extensions.getExtension('saliency-lens.saliency-lens')?.packageJSON as Manifest;
    assert.ok(contributes.taskDefinitions[0].properties.command.enum.includes('evaluate'));
    assert.deepEqual(wordsOf({ type: 'saliency-lens', command: 'info', args: ['a b.onnx'] }), ['info', 'a b.onnx']);
    assert.deepEqual(wordsOf({ type: 'saliency-lens', suite: 'a.lens-suite.json', failIf: ['iou<1'] }), [
      ...['evaluate', '--suite', 'a.lens-suite.json', '--fail-if', 'iou<1', '--problems'],
    ]);
  });
});
