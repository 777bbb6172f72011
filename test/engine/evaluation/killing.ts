import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RandomStream } from '../../../src/engine/tensor/random';

const ROOT = resolve(__dirname, '../../..');

export interface Evaluated {
  readonly set: string;
  readonly models: readonly string[];
  readonly options: readonly string[];
  readonly out: string;
}

/** Starts an evaluation on the command line, in a process of its own without a supervisor, so that it can be killed. */
export function startEvaluation({ set, models, options, out }: Evaluated) {
  const args = [
    '--import',
    'tsx',
    join(ROOT, 'src/cli/index.ts'),
    'evaluate',
    set,
    ...models.flatMap((model) => ['--model', model]),
    ...options,
    '--device',
    'cpu',
    '--threads',
    '1',
    '--out',
    out,
  ];
  const env = { ...process.env, SALIENCY_LENS_SUPERVISED: '1' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { child, ended };
}

/** The content of every file of a folder but the seconds, which differ from run to run. */
export const filesIn = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'timings.csv')
      .map(({ name }) => [name, readFileSync(join(out, name), 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Kills an evaluation once its journal has so many bytes. @returns whether it was killed before it ended */
export async function killAt(bytes: number, evaluated: Evaluated, journal: string): Promise<boolean> {
  const { child, ended } = startEvaluation(evaluated);
  const watch = setInterval(() => {
    const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
    if (size >= bytes) child.kill('SIGKILL');
  }, 1);
  const status = await ended;
  clearInterval(watch);
  return status === null;
}

/** An evaluation on the command line ends with the same files, byte for byte, wherever it was killed. */
export async function survivesKills(evaluated: Evaluated & { readonly kills: number }): Promise<void> {
  const { out, kills } = evaluated;
  const journal = join(out, '.lens-journal.jsonl');
  assert.equal(await startEvaluation(evaluated).ended, 0);
  const undisturbed = filesIn(out);
  const bytes = statSync(journal).size;
  rmSync(out, { recursive: true });

  const stream = new RandomStream('kills', Date.now());
  let killed = 0;
  for (let kill = 0; kill < kills; kill++) {
    // The journal tells how far the run is: clocks would mostly hit the start of the process on a busy machine.
    const limit = ((kill + stream.uniform()) / kills) * bytes;
    if (await killAt(limit, evaluated, journal)) killed++;
    // A kill in the midst of a write leaves part of a line.
    const content = readFileSync(journal);
    writeFileSync(journal, content.subarray(0, content.length - stream.below(20)));
  }
  writeFileSync(join(out, 'images.csv.123.part'), 'half a file');
  assert.ok(killed > 0, 'no run was killed');
  assert.equal(await startEvaluation(evaluated).ended, 0);
  assert.deepEqual(filesIn(out), undisturbed);
}
