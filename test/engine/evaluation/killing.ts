import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RandomStream } from '../../../src/engine/tensor/random';

const ROOT = resolve(__dirname, '../../..');

interface Killed {
  readonly set: string;
  readonly models: readonly string[];
  readonly options: readonly string[];
  readonly out: string;
  readonly kills: number;
}

/** An evaluation on the command line ends with the same files, byte for byte, wherever it was killed. */
export async function survivesKills({ set, models, options, out, kills }: Killed): Promise<void> {
  const journal = join(out, '.lens-journal.jsonl');
  const start = () => {
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
    // Without a supervisor, so that it is the process at work that is killed.
    const env = { ...process.env, SALIENCY_LENS_SUPERVISED: '1' };
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    return { child, ended };
  };
  assert.equal(await start().ended, 0);
  const files = () =>
    Object.fromEntries(
      readdirSync(out)
        .filter((name) => name !== 'timings.csv')
        .sort()
        .map((name) => [name, readFileSync(join(out, name), 'utf8')]),
    );
  const undisturbed = files();
  const bytes = statSync(journal).size;
  rmSync(out, { recursive: true });

  const stream = new RandomStream('kills', Date.now());
  let killed = 0;
  for (let kill = 0; kill < kills; kill++) {
    // The journal tells how far the run is: clocks would mostly hit the start of the process on a busy machine.
    const limit = ((kill + stream.uniform()) / kills) * bytes;
    const { child, ended } = start();
    const watch = setInterval(() => {
      const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
      if (size >= limit) child.kill('SIGKILL');
    }, 1);
    if ((await ended) === null) killed++;
    clearInterval(watch);
    // A kill in the midst of a write leaves part of a line.
    const content = readFileSync(journal);
    writeFileSync(journal, content.subarray(0, content.length - stream.below(20)));
  }
  writeFileSync(join(out, 'images.csv.123.part'), 'half a file');
  assert.ok(killed > 0, 'no run was killed');
  assert.equal(await start().ended, 0);
  assert.deepEqual(files(), undisturbed);
}
