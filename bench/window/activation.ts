import { cpSync } from 'node:fs';
import Module from 'node:module';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

interface Code {
  activate(context: vscode.ExtensionContext): unknown;
}

/** Long enough for the workspace's models to be found. */
const SETTLED = 3000;

/**
 * What the extension host of a window calls: tells how long our code takes to load and to register everything, without
 * what VS Code itself does around it. `SALIENCY_LENS_FILES` names a folder whose files the workspace is given first,
 * too late to wake the extension.
 */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('saliency-lens.saliency-lens')!;
  if (extension.isActive) throw new Error('something else has woken the extension before');
  const files = process.env.SALIENCY_LENS_FILES;
  if (files) cpSync(files, vscode.workspace.workspaceFolders![0].uri.fsPath, { recursive: true });
  // What the window does after its start is not measured.
  await pause(5000);
  let [taken, busy] = [0, 0];
  const timed = <T>(work: () => T): T => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const value = work();
    const { user, system } = process.cpuUsage(before);
    taken += performance.now() - start;
    busy += (user + system) / 1000;
    return value;
  };
  const loader = Module as unknown as Loader;
  const load = loader._load.bind(loader);
  loader._load = (request, ...rest) => {
    if (!request.endsWith('extension.js')) return load(request, ...rest);
    const code = timed(() => load(request, ...rest)) as Code;
    return { ...code, activate: (context: vscode.ExtensionContext) => timed(() => code.activate(context)) };
  };
  await extension.activate();
  loader._load = load;
  const before = process.cpuUsage();
  await pause(SETTLED);
  const { user, system } = process.cpuUsage(before);
  console.log(`activation: ${taken} ms, ${busy} ms of the CPU, ${(user + system) / 1000} ms afterwards`);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
