import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../../src/engine/evaluation/difference';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { readImages } from '../../../src/engine/evaluation/images-file';
import { FolderTurns } from '../../../src/engine/file/folder-turns';
import { readResults } from '../../../src/engine/evaluation/stored-results';
import { LensError } from '../../../src/protocol/error';
import { METHODS, asked, labelledFolder, rowsOf, writeModel } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('results of an evaluation on disk', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(9)));

  it('hold the numbers of images.csv in columns', async () => {
    const out = place.out('columns');
    assert.equal(readResults(out), null);
    const summary = await runEvaluation(asked({ folder: place.set, models: place.models, out }), RUNTIME);
    const stored = readResults(out);
    assert.deepEqual([stored?.summary.images, stored?.images, stored?.previous, stored?.skipped], [9, true, false, []]);
    const times = rowsOf(out, 'timings.csv').filter(({ metric }) => metric === '');
    assert.deepEqual(
      stored?.seconds.flat(),
      times.map(({ meanSeconds }) => Number(meanSeconds)),
    );
    assert.equal(stored?.seconds.flat().length, place.models.length * METHODS.length);
    const rows = rowsOf(out, 'images.csv');
    for (const [m, { name: model }] of summary.models.entries()) {
      const columns = readImages(out, m);
      assert.deepEqual(columns.classes, ['blue', 'green', 'red']);
      assert.equal(columns.metrics.length, METHODS.length * summary.columns.length);
      for (const [k, { name: method }] of summary.methods.entries()) {
        const own = rows.filter((row) => row.model === model && row.method === method);
        assert.deepEqual(
          own.map(({ image }) => image),
          columns.names,
        );
        for (const [n, row] of own.entries()) {
          assert.deepEqual(
            [columns.classes[columns.label[n]], columns.classes[columns.predicted[n]]],
            [row.label, row.predicted],
          );
          assert.equal(columns.probability[n], Math.fround(Number(row.probability)));
          assert.equal(columns.mask[n], row.mask === 'object' ? 2 : 0);
          for (const [c, { name }] of summary.columns.entries()) {
            const value = columns.metrics[k * summary.columns.length + c][n];
            if (row[name] === '') assert.ok(Number.isNaN(value), `${name} of ${row.image}`);
            else assert.equal(value, Math.fround(Number(row[name])), `${name} of ${row.image}`);
          }
        }
      }
    }
    const whole = readImages(out, 1);
    const one = readImages(out, 1, 2);
    assert.deepEqual(one.metrics, whole.metrics.slice(2 * summary.columns.length));
    assert.deepEqual({ ...one, metrics: [] }, { ...whole, metrics: [] });
    assert.deepEqual(readImages(out, 1, METHODS.length).metrics, []);
    assert.throws(
      () => readImages(out, 2),
      (e) => e instanceof LensError && e.code === 'invalid-argument',
    );
    assert.throws(
      () => readImages(join(out, 'absent'), 0),
      (e) => e instanceof LensError && e.code === 'not-found',
    );
  });

  it('keep the run before, and tell what changed since', async () => {
    const out = place.out('changed');
    const model = join(place.top, 'models', 'trained.onnx');
    writeModel(model, 'first');
    const request = asked({ folder: place.set, models: [model], out });
    await runEvaluation(request, RUNTIME);
    assert.throws(
      () => compareRuns(out),
      (e) => e instanceof LensError && e.code === 'not-found',
    );
    const before = rowsOf(out, 'images.csv').filter(({ method }) => method === 'gradient');
    await runEvaluation(request, RUNTIME);
    assert.equal(readResults(out)?.previous, false, 'the same outcome is no new run');
    writeModel(model, 'trained longer');
    await runEvaluation(request, RUNTIME);
    assert.equal(readResults(out)?.previous, true);
    const after = rowsOf(out, 'images.csv').filter(({ method }) => method === 'gradient');
    const difference = compareRuns(out);
    const [{ changed, measures, metrics, mended, broken, images }] = difference.models;
    assert.deepEqual([changed, images, difference.remarks], [true, 9, []]);
    const right = (rows: typeof after, i: number) => rows[i].label === rows[i].predicted;
    const namesOf = (wasRight: boolean) =>
      after.filter((_, i) => right(before, i) === wasRight && right(after, i) === !wasRight).map(({ image }) => image);
    assert.deepEqual(
      mended.map(({ name }) => name),
      namesOf(false),
    );
    assert.deepEqual(
      broken.map(({ name }) => name),
      namesOf(true),
    );
    assert.ok(mended.length + broken.length > 0);
    const accuracy = measures.find(({ label }) => label === 'Accuracy');
    assert.ok(Math.abs(accuracy!.after! - accuracy!.before! - (mended.length - broken.length) / 9) < 1e-12);
    const drop = metrics.find(({ method, label }) => method === 'gradient' && label === 'Average Drop') ?? metrics[0];
    assert.ok(Math.abs(drop.difference.mean! - (drop.after! - drop.before!)) < 1e-6);
    assert.ok(drop.difference.low! <= drop.difference.mean! && drop.difference.mean! <= drop.difference.high!);
  });

  it('lose nothing when a run is killed after the copy of the one before', async () => {
    const out = place.out('changed');
    const kept = readFileSync(join(out, '.previous', 'summary.json'));
    rmSync(join(out, 'summary.json'));
    await runEvaluation(
      asked({ folder: place.set, models: [join(place.top, 'models', 'trained.onnx')], out }),
      RUNTIME,
    );
    assert.deepEqual(readFileSync(join(out, '.previous', 'summary.json')), kept);
    assert.ok(existsSync(join(out, 'summary.json')));
  });

  it('name what only one of the runs has', async () => {
    const out = place.out('changed');
    const request = asked({ folder: place.set, models: [join(place.top, 'models', 'trained.onnx')], out });
    await runEvaluation({ ...request, methods: request.methods.slice(0, 2) }, RUNTIME);
    assert.deepEqual(compareRuns(out).remarks, ['Only the earlier run has the method grad-cam.']);
  });

  it('are written by one run at a time', async () => {
    const evaluations = new FolderTurns();
    const request = asked({ folder: place.set, models: place.models.slice(0, 1), out: place.out('turns') });
    const order: string[] = [];
    const run = (name: string, signal?: AbortSignal) =>
      evaluations
        .run(request.out, () =>
          runEvaluation(request, { ...RUNTIME, signal }, (event) => order.push(`${name} ${event.kind}`)),
        )
        .catch((error: LensError) => order.push(`${name} ${error.code}`));
    const abort = new AbortController();
    const first = run('first', abort.signal);
    const second = run('second');
    abort.abort();
    await Promise.all([first, second]);
    assert.equal(
      order.indexOf('first cancelled') >= 0 && order.indexOf('first cancelled') < order.indexOf('second started'),
      true,
      order.join(),
    );
  });
});
