import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { Execution } from '../../../src/engine/session/execution';
import { METHODS, asked, labelledFolder, rowsOf } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('the seconds of an evaluation', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(12)));

  it('adds to the seconds of the run before, of what is computed anew only, and forgets those of another model', async () => {
    const out = place.out('timed');
    // Not every input has the object that the other metrics need.
    const rows = () =>
      rowsOf(out, 'timings.csv').filter(
        ({ method, metric }) => method !== 'occlusion' && (metric === '' || metric === 'average-drop'),
      );
    const runs = async (count: number): Promise<string[]> => {
      await runEvaluation(asked({ folder: place.set, models: place.models.slice(0, 1), out, limit: count }), RUNTIME);
      return rows().map((row) => row.runs);
    };
    const all = (count: number) => new Array<string>(2 * METHODS.length).fill(String(count));
    assert.deepEqual(await runs(2), all(2));
    const path = join(out, 'timings.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/,[\d.e-]+$/gm, ',10'));
    assert.deepEqual(await runs(4), all(4));
    assert.ok(rows().every(({ meanSeconds }) => Number(meanSeconds) > 2 && Number(meanSeconds) < 10));
    assert.deepEqual(await runs(4), all(4));
    await runEvaluation(
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out,
        limit: 4,
        methods: [methodFromText('occlusion')],
        metrics: [],
      }),
      RUNTIME,
    );
    assert.deepEqual(await runs(4), all(4), 'another plan keeps them');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(rows()[0].modelHash, 'another'));
    await runs(4);
    assert.deepEqual(rows(), []);
  });

  it('does not charge a metric that was added later with the map', async () => {
    const out = place.out('added');
    const run = (metrics: string) =>
      runEvaluation(
        asked({
          folder: place.set,
          models: place.models.slice(0, 1),
          out,
          limit: 2,
          methods: [methodFromText('rise:samples=50')],
          metrics: metricsFromText(metrics),
        }),
        RUNTIME,
      );
    await run('complexity');
    // A clock that only running a network moves on.
    const [now, execute] = [performance.now, Execution.prototype.run];
    let ticks = 0;
    performance.now = () => ticks;
    Execution.prototype.run = function (...given) {
      ticks += 1000;
      return execute.apply(this, given);
    };
    try {
      await run('sparseness');
    } finally {
      performance.now = now;
      Execution.prototype.run = execute;
    }
    const { runs, meanSeconds } = rowsOf(out, 'timings.csv').find(({ metric }) => metric === 'sparseness')!;
    assert.deepEqual([ticks > 0, runs, meanSeconds], [true, '2', '0']);
  });
});
