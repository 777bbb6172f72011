import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RandomStream } from '../src/engine/tensor/random';
import { report } from './figure';

const KILLS = 20;
const CLI = resolve('dist/cli.js');
const TRAINING = ['--network', 'cnn:channels=4x4x4:hidden=8', '--size', '24', '--folds', '2', '--epochs', '12'];
const LEARNING = ['--augment', 'horizontal-flip,brightness', '--batch', '8', '--threads', '1'];

/** Runs to the end, or to a kill -9 of all its processes. @returns whether it came to its end */
function run(words: readonly string[], milliseconds?: number): Promise<boolean> {
  const child = spawn(process.execPath, [CLI, ...words], { detached: true, stdio: 'ignore' });
  const kill = (): void => void process.kill(-child.pid!, 'SIGKILL');
  const timer = milliseconds === undefined ? undefined : setTimeout(kill, milliseconds);
  return new Promise((done) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      done(code === 0);
    }),
  );
}

/** Files of a training by name: what was learned, and what is said of it. */
const filesOf = (out: string): Map<string, Buffer> =>
  new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(out.length + 1), readFileSync(path)]),
  );

/** A training killed at 20 random moments and gone on with, against one that was let be. Needs a build. */
async function main(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lens-kills-'));
  const [set, whole, parts] = ['set', 'whole', 'parts'].map((name) => join(root, name));
  try {
    if (!(await run(['dataset', 'textures:train=12:test=2', '--out', set]))) throw new Error('the set was not made');
    const words = (out: string): string[] => ['train', set, ...TRAINING, ...LEARNING, '--out', out];
    const start = performance.now();
    if (!(await run(words(whole)))) throw new Error('the training failed');
    const milliseconds = performance.now() - start;
    const random = new RandomStream('kills');
    let killed = 0;
    while (killed < KILLS) {
      if (await run(words(parts), random.uniform() * milliseconds)) rmSync(parts, { recursive: true });
      else killed++;
    }
    if (!(await run(words(parts)))) throw new Error('the training did not go on after the kills');
    const [before, after] = [filesOf(whole), filesOf(parts)];
    const other = [...before].filter(([name, bytes]) => !after.get(name)?.equals(bytes)).map(([name]) => name);
    const more = [...after.keys()].filter((name) => !before.has(name));
    report({
      figure: 'files that a killed training leaves otherwise',
      of: { kills: KILLS },
      value: other.length + more.length,
      unit: 'files',
      limit: 0,
      notes: { files: before.size, other, more },
    });
    if (other.length > 0 || more.length > 0) process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

void main();
