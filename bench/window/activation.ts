import Module from 'node:module';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

interface Code {
  activate(context: vscode.ExtensionContext): unknown;
}

/**
 * What the extension host of a window calls: tells how long our code takes to load and to register everything, without
 * what VS Code itself does around it.
 */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('saliency-lens.saliency-lens')!;
  if (extension.isActive) throw new Error('something else has woken the extension before');
  // What the window does after its start is not measured.
  await new Promise((resolve) => setTimeout(resolve, 5000));
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
  console.log(`activation: ${taken} ms, ${busy} ms of the CPU`);
}
