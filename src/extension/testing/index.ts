import * as vscode from 'vscode';
import type { Services } from '../services';
import { section } from '../workspace/settings';
import { SampleTests } from './controller';
import { isOptedIn } from './subjects';

/** The Testing view's tests, there only while the settings ask for them. */
export function registerTesting(services: Services): vscode.Disposable {
  let tests: SampleTests | undefined;
  const update = (): void => {
    if (!isOptedIn()) {
      tests?.dispose();
      tests = undefined;
      return;
    }
    tests ??= new SampleTests(services);
    void tests.discover();
  };
  update();
  const changes = vscode.workspace.onDidChangeConfiguration(
    (event) => event.affectsConfiguration(`${section}.testing`) && update(),
  );
  return { dispose: () => [changes, tests].forEach((one) => one?.dispose()) };
}
