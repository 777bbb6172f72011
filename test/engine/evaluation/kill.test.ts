import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RandomStream } from '../../../src/engine/tensor/random';
import { labelledFolder } from './labelled-folder';

const ROOT = resolve(__dirname, '../../..');
const KILLS = 4;

describe('evaluation that is killed', () => {
  it('ends with the same files, byte for byte, wherever it was stopped', async function () {
    this.timeout(240_000);
    const place = await labelledFolder(20);
    const out = place.out('killed');
    const journal = join(out, '.lens-journal.jsonl');
    const start = () => {
      const options = [
        '--methods',
        'gradient,grad-cam,smoothgrad:samples=3',
        '--metrics',
        'average-drop,insertion:step=16,road,iou,max-sensitivity',
        '--pairs',
        'pearson',
        '--device',
        'cpu',
        '--threads',
        '1',
      ];
      const args = [
        '--import',
        'tsx',
        join(ROOT, 'src/cli/index.ts'),
        'evaluate',
        place.set,
        ...place.models.flatMap((m) => ['--model', m]),
        ...options,
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
    for (let kill = 0; kill < KILLS; kill++) {
      // The journal tells how far the run is: clocks would mostly hit the start of the process on a busy machine.
      const limit = ((kill + stream.uniform()) / KILLS) * bytes;
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
  });
});
