import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { partsAnswers } from '../../../../src/engine/job/parts-calls';
import { reportRun } from '../../../../src/engine/shard/report';
import { shardFolder } from '../../../../src/engine/shard/shard';
import { trainedSoFar } from '../../../../src/engine/training/job/so-far';
import { mergeTraining, trainShard } from '../../../../src/engine/training/job/sharded-training';
import type { LensError } from '../../../../src/protocol/error';
import type { TrainingEvent, TrainingRequest } from '../../../../src/protocol/training';
import { trainingWords } from '../../../../src/protocol/training-command';
import { RUNTIME, smallRequest, train, TrainingFolder } from '../support';

const ROOT = path.resolve(__dirname, '../../../..');
const COUNT = 3;
const noEvent = (): void => undefined;

/** The content of every file of a training, without its shards. */
const filesIn = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(out, path.join(parentPath, name)))
      .filter((name) => !name.startsWith('shards'))
      .sort()
      .map((name) => [name, readFileSync(path.join(out, name), 'latin1')]),
  );

describe('a training in shards', function () {
  this.timeout(240_000);
  const { at, signals } = new TrainingFolder();
  const shardOf = (request: TrainingRequest, number: number) =>
    trainShard(request, { number, count: COUNT }, { runtime: RUNTIME });

  /** A shard that is stopped after its first epoch. */
  async function rejectsStopped(request: TrainingRequest, number: number): Promise<void> {
    const stop = new AbortController();
    const tell = ({ kind }: TrainingEvent): void => void (kind === 'progress' && stop.abort());
    const stopped = trainShard(request, { number, count: COUNT }, { runtime: RUNTIME, stop: stop.signal, tell });
    await assert.rejects(stopped, (error: LensError) => error.code === 'stopped');
  }

  /** Trains on the command line. @returns the exit status; null where it was killed once a file was there */
  function start(request: TrainingRequest, part: readonly string[], killedAt?: string): Promise<number | null> {
    const words = [...trainingWords(request).slice(1), '--threads', '1', ...part];
    const args = ['--import', 'tsx', path.join(ROOT, 'src/cli/index.ts'), '--allow-folder', at(), ...words];
    const env = { ...process.env, SALIENCY_LENS_SUPERVISED: '1' };
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'ignore' });
    const watch = setInterval(() => void (killedAt && existsSync(killedAt) && child.kill('SIGKILL')), 1);
    return new Promise((done) =>
      child.once('exit', (status) => {
        clearInterval(watch);
        done(status);
      }),
    );
  }

  it('gives the bytes of one undisturbed run, whatever was killed or trained twice', async () => {
    const whole = smallRequest({
      ...{ folder: signals('sharded', { down: 12, up: 12 }), out: at('whole') },
      ...{ networks: ['mlp:hidden=8:dropout=0.3', 'logistic'], augmentations: ['noise'] },
      ...{ folds: 2, repeats: 2, sizes: ['8', '12'], epochs: 12, leastUpdates: 24 },
    });
    assert.equal(await start(whole, []), 0);
    const request = { ...whole, out: at('parted') };
    const own = shardFolder(request.out, { number: 1, count: COUNT });
    const killed = await start(request, ['--shard', '1/3'], path.join(own, 'mlp/8/fold-1.checkpoint.safetensors'));
    assert.equal(killed, null, 'it ended before it was killed');
    for (const part of ['2/3', '3/3', '3/3']) assert.equal(await start(request, ['--shard', part]), 0);
    await assert.rejects(mergeTraining(request, { runtime: RUNTIME }), /of 16 folds are not trained: shard 1 of 3/);
    assert.ok(!existsSync(path.join(request.out, 'training.json')));
    assert.equal(await start(request, ['--shard', '1/3']), 0);
    assert.equal(await start(request, ['--merge']), 0);
    assert.deepEqual(filesIn(request.out), filesIn(whole.out));
  });

  it('is stopped after an epoch, told of, and merged by whoever watches', async () => {
    const folder = signals('watched', { down: 9, up: 9 });
    await train({ folder, out: at('watched-whole') });
    const request = smallRequest({ folder, out: at('watched-parts') });
    const stop = new AbortController();
    const tell = (event: TrainingEvent): void => {
      if (event.kind === 'progress' && event.epoch === 2) stop.abort();
    };
    const shard = { number: 1, count: COUNT };
    const stopped = trainShard(request, shard, { runtime: RUNTIME, stop: stop.signal, tell });
    await assert.rejects(stopped, (error: LensError) => error.code === 'stopped');
    const states = async () => (await reportRun(request.out))!.parts.map(({ state }) => state);
    assert.deepEqual(await states(), ['waiting', 'waiting', 'waiting']);
    for (let number = 1; number <= COUNT; number++) await shardOf(request, number);
    const report = (await reportRun(request.out))!;
    assert.deepEqual([report.kind, report.done, report.total, report.merged], ['training', 12, 12, false]);
    const answers = partsAnswers(() => ({ device: 'cpu', threads: 1 }));
    const found = await answers['parts.folds']({ out: request.out }, noEvent, new AbortController().signal);
    const events: TrainingEvent[] = [];
    const merged = await mergeTraining(request, { runtime: RUNTIME, tell: (event) => events.push(event) });
    assert.ok(
      events.every(({ kind }) => kind === 'reading'),
      'nothing is trained',
    );
    const [{ folds, mean }] = merged.networks;
    assert.deepEqual(
      found.map(({ folds: count }) => count),
      [folds.length],
    );
    assert.ok(Math.abs(found[0].validation! - mean['Accuracy (validation)']) < 1e-12);
    await answers['parts.merge']({ out: request.out }, noEvent, new AbortController().signal);
    assert.deepEqual(filesIn(request.out), filesIn(at('watched-whole')));
    assert.equal((await reportRun(request.out))!.merged, true);
  });

  it('tells of no fold that an earlier training has left in the folders of its parts', async () => {
    const folder = signals('earlier', { down: 9, up: 9 });
    const request = smallRequest({ folder, out: at('earlier-out') });
    const tellsOf = () => trainedSoFar(request.out).map(({ network, folds }) => [network, folds]);
    for (let number = 1; number <= COUNT; number++) await shardOf(request, number);
    assert.deepEqual(tellsOf(), [['mlp', 3]]);
    // The same folds, each longer: of the first they are trained anew, those of the others are of the earlier training.
    await shardOf({ ...request, epochs: 5 }, 1);
    await rejectsStopped({ ...request, epochs: 5 }, 2);
    await rejectsStopped({ ...request, epochs: 5 }, 3);
    assert.deepEqual(tellsOf(), [['mlp', 1]]);
  });

  it('ends well where a shard has nothing to do, and says where there is none', async () => {
    const request = smallRequest({ folder: signals('thin', { down: 4, up: 4 }), out: at('thin-out'), folds: 1 });
    assert.deepEqual((await shardOf(request, 3)).folds, []);
    await assert.rejects(mergeTraining(request, { runtime: RUNTIME }), /1 of 1 folds is not trained: shard 1 of 3/);
    const none = mergeTraining({ ...request, out: at('none') }, { runtime: RUNTIME });
    await assert.rejects(none, /no parts of a run to merge/);
  });
});
