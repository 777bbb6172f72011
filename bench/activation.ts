import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runInExtensionHost } from '../test/e2e/test-window';
import { emptyWorkspace } from '../test/e2e/workspace';
import { report } from './figure';

/** Windows that are opened. */
const WINDOWS = 5;
/** The most milliseconds that our code may take to load and to register everything. */
const LIMIT = 100;
const TOLD = /^activation: (\S+) ms, (\S+) ms/;

/** How long our code takes in a fresh window, in milliseconds. */
interface Activation {
  /** By the clock. */
  readonly taken: number;
  /** Of the CPU: our own time, on a busy machine too. */
  readonly busy: number;
}

async function activation(script: string): Promise<Activation> {
  let told: RegExpExecArray | null = null;
  await runInExtensionHost(script, {}, (text) => (told = TOLD.exec(text) ?? told), emptyWorkspace());
  if (!told) throw new Error('the window did not tell how long the extension took');
  const [, taken, busy] = Array.from<string>(told).map(Number);
  return { taken, busy };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-activation-'));
  try {
    const outfile = join(folder, 'activation.js');
    await build({
      entryPoints: [join(__dirname, 'window/activation.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    });
    const windows: Activation[] = [];
    for (let window = 0; window < WINDOWS; window++) windows.push(await activation(outfile));
    // By the clock a busy machine would be measured.
    windows.sort((a, b) => a.busy - b.busy);
    const at = (share: number): number => windows[Math.round((WINDOWS - 1) * share)].busy;
    report({
      figure: 'activation, time of the CPU',
      of: { window: 'fresh' },
      value: at(0.5),
      unit: 'ms',
      spread: [at(0.25), at(0.75)],
      limit: LIMIT,
      notes: { 'ms by the clock': Math.min(...windows.map(({ taken }) => taken)) },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
