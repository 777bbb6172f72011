import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BatchedLogits } from '../../../src/engine/evaluation/batched-logits';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { inputWriter, readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import type { EvaluationInput } from '../../../src/engine/evaluation/evaluation-set';
import { LensError } from '../../../src/protocol/error';
import { filesIn } from './killing';
import { labelledFolder, rowsOf, write } from './labelled-folder';

const OPTIONS = { device: 'cpu', threads: 1 } as const;
const COUNT = 150;

describe('predictions in batches of a fixed partition', function () {
  this.timeout(120_000);
  let made: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (made = await labelledFolder(COUNT)));
  const request = (name: string) => ({
    ...{ folder: made.set, models: made.models, methods: [], metrics: [] },
    out: made.out(name),
  });
  const inputs = (count: number): EvaluationInput[] =>
    Array.from({ length: count }, (_, i) => {
      const name = `${['blue', 'green', 'red'][i % 3]}/${String(i).padStart(3, '0')}.png`;
      return { name, path: join(made.set, name), truths: [], mask: null };
    });
  const opened = async () => openModel(await readModelFile(made.models[0]), OPTIONS);

  it('gives an input the bits it has in any other place of a batch, and what it has by itself but for rounding', async () => {
    const model = await opened();
    try {
      const all = inputs(COUNT);
      const [straight, turned] = [all, [...all].reverse()].map((list) => BatchedLogits.of(model, list, {})!);
      assert.ok(straight.size > 1 && COUNT > 2 * straight.size && COUNT % straight.size > 0, `${straight.size}`);
      for (const { path } of all.filter((_, i) => i % 7 === 0)) {
        const logits = await straight.logits(path);
        assert.deepEqual((await turned.logits(path)).data, logits.data);
        const { tensor } = await readInput(path, model.network.graph.inputDims, model.recipe);
        const alone = await model.network.logitsOf(tensor, new Execution());
        alone.data.forEach((value, k) => assert.ok(Math.abs(value - logits.data[k]) < 1e-5));
      }
    } finally {
      await model.network.close();
    }
  });

  it('decodes the next batches before it runs one', async () => {
    const model = await opened();
    try {
      const events: string[] = [];
      const read: typeof inputWriter = (path, ...rest) => {
        events.push('decode');
        return inputWriter(path, ...rest);
      };
      const program = await model.network.forwardProgram([model.network.graph.logits]);
      const run = program.session.run.bind(program.session);
      const session = Object.assign(Object.create(program.session) as typeof program.session, {
        run: (feeds: Parameters<typeof run>[0]) => {
          events.push('run');
          return run(feeds);
        },
      });
      model.network.forwardProgram = async () => ({ ...program, session });
      const all = inputs(COUNT);
      const batches = new BatchedLogits(model, all, {}, read);
      await batches.logits(all[0].path);
      assert.equal(events.indexOf('run'), Math.min(COUNT, 4 * batches.size));
    } finally {
      await model.network.close();
    }
  });

  it('are what an evaluation without methods asks for', async () => {
    const { logits } = BatchedLogits.prototype;
    const asked: string[] = [];
    BatchedLogits.prototype.logits = function (this: BatchedLogits, path) {
      asked.push(path);
      return logits.call(this, path);
    };
    try {
      await runEvaluation(request('asked'), OPTIONS);
    } finally {
      BatchedLogits.prototype.logits = logits;
    }
    assert.equal(new Set(asked).size, COUNT);
  });

  it('ends with the same files wherever it stopped', async () => {
    await runEvaluation(request('whole'), OPTIONS);
    const whole = filesIn(made.out('whole'));
    rmSync(made.out('whole'), { recursive: true });
    for (const stopAfter of [1, 70, 131]) {
      const stop = new AbortController();
      const stopped = runEvaluation(request('whole'), { ...OPTIONS, stop: stop.signal }, (event) => {
        if (event.kind === 'progress' && event.done === stopAfter) stop.abort();
      });
      await assert.rejects(stopped, (error: LensError) => error.code === 'stopped');
    }
    await runEvaluation(request('whole'), OPTIONS);
    assert.deepEqual(filesIn(made.out('whole')), whole);
  });

  it('merges shards, whose batches hold other inputs, to the same files', async () => {
    await runEvaluation(request('parts'), OPTIONS);
    const whole = filesIn(made.out('parts'));
    rmSync(made.out('parts'), { recursive: true });
    for (const number of [1, 2, 3]) await runEvaluation(request('parts'), { ...OPTIONS, shard: { number, count: 3 } });
    await runEvaluation(request('parts'), { ...OPTIONS, merge: true });
    assert.deepEqual(filesIn(made.out('parts')), whole);
  });

  it('leaves out what cannot be read, and nothing else of its batch', async () => {
    const broken = write(join(made.set, 'red/broken.png'), 'nothing');
    try {
      await runEvaluation(request('broken'), OPTIONS);
      assert.deepEqual(
        rowsOf(made.out('broken'), 'skipped.csv').map(({ name }) => name),
        ['red/broken.png'],
      );
      assert.equal(rowsOf(made.out('broken'), 'images.csv').length, 2 * COUNT);
    } finally {
      rmSync(broken);
    }
  });
});
