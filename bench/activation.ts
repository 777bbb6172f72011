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
const TOLD = /^activation: (\S+) ms, (\S+) ms of the CPU, (\S+) ms/;
/** What the folder of a window holds. */
const FOLDERS: Readonly<Record<string, Record<string, string>>> = {
  'without models': {},
  'with models': { SALIENCY_LENS_FILES: join(__dirname, '../samples') },
};

/** How long our code takes in a fresh window, in milliseconds. */
interface Activation {
  /** By the clock. */
  readonly taken: number;
  /** Of the CPU: our own time, on a busy machine too. */
  readonly busy: number;
  /** Of the CPU, in the seconds after: the models are found and shown, beside the window's own work. */
  readonly after: number;
}

async function activation(script: string, env: Record<string, string>): Promise<Activation> {
  let told: RegExpExecArray | null = null;
  await runInExtensionHost(script, env, (text) => (told = TOLD.exec(text) ?? told), emptyWorkspace());
  if (!told) throw new Error('the window did not tell how long the extension took');
  const [, taken, busy, after] = Array.from<string>(told).map(Number);
  return { taken, busy, after };
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
    for (const [window, env] of Object.entries(FOLDERS)) await measure(window, () => activation(outfile, env));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(window: string, activate: () => Promise<Activation>): Promise<void> {
  const windows: Activation[] = [];
  for (let n = 0; n < WINDOWS; n++) windows.push(await activate());
  // By the clock a busy machine would be measured.
  windows.sort((a, b) => a.busy - b.busy);
  const at = (share: number): number => windows[Math.round((WINDOWS - 1) * share)].busy;
  report({
    figure: 'activation, time of the CPU',
    of: { window },
    value: at(0.5),
    unit: 'ms',
    spread: [at(0.25), at(0.75)],
    limit: LIMIT,
    notes: {
      'ms by the clock': Math.min(...windows.map(({ taken }) => taken)),
      'ms in the 3 s after': Math.min(...windows.map(({ after }) => after)),
    },
  });
}

void main();
