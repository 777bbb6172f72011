import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { methodFromText } from '../../../src/engine/evaluation/notation';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import { asked, emptyMask, labelledFolder, image, rowsOf, write, writeModel } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('evaluation of a folder that is not in order', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  let out: string;
  before(async function () {
    place = await labelledFolder(6);
    out = place.out('odd');
    const { png } = await image(0);
    const { set } = place;
    write(join(set, 'red', 'twin.png'), png);
    write(join(set, 'blue', 'broken.png'), png.subarray(0, 60));
    write(join(set, 'blue', 'empty.png'), '');
    write(join(set, 'green', 'text.png'), 'no image at all');
    write(join(set, 'green', 'notes.txt'), 'neither');
    write(join(set, 'violet', 'unknown.png'), (await image(50)).png);
    const huge = Buffer.from(png);
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    write(join(set, 'red', 'huge.png'), huge);
    write(join(set, 'red', 'bare.png'), (await image(51)).png);
    write(join(place.top, 'masks', 'red', 'bare.png'), await emptyMask());
    write(join(set, 'red', 'ragged.png'), (await image(52)).png);
    write(join(place.top, 'masks', 'red', 'ragged.png'), 'no mask');
    write(join(set, 'blue', 'a-nan.npy'), encodeNpy(floats([1, 3, 16, 16], new Float32Array(768).fill(NaN))));
    execFileSync('mkfifo', [join(set, 'red', 'pipe.png')]);
    await runEvaluation(asked({ folder: set, models: place.models, out }), RUNTIME);
  });

  it('finishes, and lists what was left out and why', () => {
    const reasons = Object.fromEntries(rowsOf(out, 'skipped.csv').map(({ name, reason }) => [name, reason]));
    for (const [name, pattern] of [
      ['red/twin.png', /same content as blue\/000\.png, which has another label/],
      ['blue/broken.png', /cannot be decoded/],
      ['blue/empty.png', /cannot be decoded/],
      ['green/text.png', /cannot be decoded/],
      ['green/notes.txt', /neither an image nor/],
      ['violet/unknown.png', /label violet is not a class/],
      ['red/huge.png', /pixels|decoded/],
      ['red/ragged.png', /mask/],
      ['blue/a-nan.npy', /first gives it scores that are not finite/],
      ['red/pipe.png', /it is a pipe/],
    ] as const) {
      assert.match(reasons[name] ?? '', pattern, name);
    }
    assert.equal(Object.keys(reasons).length, 10);
    assert.ok(readFileSync(join(out, 'report.md'), 'utf8').includes('violet/unknown.png'));
  });

  it('counts the rest, those with an empty or unreadable mask without the metrics of masks', () => {
    const rows = rowsOf(out, 'images.csv').filter(({ model, method }) => model === 'first' && method === 'gradient');
    assert.deepEqual(
      rows.map(({ image }) => image),
      [
        'blue/000.png',
        'blue/003.png',
        'green/001.png',
        'green/004.png',
        'red/002.png',
        'red/005.png',
        'red/bare.png',
        'red/ragged.png',
      ],
    );
    const odd = rows.filter(({ image }) => /bare|ragged/.test(image));
    assert.deepEqual(
      odd.map(({ mask, iou }) => [mask, iou]),
      [
        ['empty', ''],
        ['none', ''],
      ],
    );
  });

  it('compares models only on inputs both know', async () => {
    const narrow = writeModel(join(place.top, 'models', 'narrow.onnx'), 'third', ['blue', 'green', 'white']);
    const summary = await runEvaluation(
      { folder: place.set, models: [place.models[0], narrow], methods: [], metrics: [], out: place.out('narrow') },
      RUNTIME,
    );
    assert.equal(summary.images, 4);
    assert.match(
      rowsOf(place.out('narrow'), 'skipped.csv').find(({ name }) => name === 'red/002.png')!.reason,
      /label red is not a class/,
    );
  });

  it('says so when nothing is left, and when a model or method is not there', async () => {
    const other = writeModel(join(place.top, 'models', 'other.onnx'), 'fourth', ['a', 'b', 'c']);
    const run = (changes: Partial<EvaluationRequest>) =>
      runEvaluation(asked({ folder: place.set, models: place.models, out: place.out('never'), ...changes }), RUNTIME);
    await assert.rejects(
      run({ models: [other] }),
      (error) => error instanceof LensError && /no input of the folder can be used/.test(error.message),
    );
    await assert.rejects(run({ models: [] }), (error) => error instanceof LensError && /no model/.test(error.message));
    await assert.rejects(run({ models: [join(place.top, 'nowhere.onnx')] }), (error) => error instanceof LensError);
    await assert.rejects(
      run({ folder: join(place.top, 'nowhere') }),
      (error) => error instanceof LensError && error.code === 'not-found',
    );
    assert.throws(() => statSync(place.out('never')));
  });

  it('leaves a list of reasons where nothing could be used', async () => {
    const folder = join(place.top, 'unusable');
    for (const name of ['blue/a.png', 'red/b.png']) write(join(folder, name), 'no image');
    await assert.rejects(
      runEvaluation(asked({ folder, models: place.models, out: place.out('unusable') }), RUNTIME),
      /skipped\.csv/,
    );
    assert.deepEqual(
      rowsOf(place.out('unusable'), 'skipped.csv').map(({ name }) => name),
      ['blue/a.png', 'red/b.png'],
    );
  });

  it('never takes its own results for inputs or labels', async () => {
    const results = join(place.set, 'results');
    const request = asked({ folder: place.set, models: place.models.slice(0, 1), out: results, limit: 3 });
    const skipped = async () => {
      await runEvaluation(request, RUNTIME);
      return readFileSync(join(results, 'skipped.csv'), 'utf8');
    };
    assert.equal(await skipped(), await skipped());
    await assert.rejects(runEvaluation({ ...request, out: `${place.set}/` }, RUNTIME), /among the inputs/);
    rmSync(results, { recursive: true });
  });

  it('notes a method that cannot explain the model, and goes on', async () => {
    const summary = await runEvaluation(
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out: place.out('noted'),
        limit: 4,
        methods: [methodFromText('attention-rollout'), methodFromText('gradient')],
      }),
      RUNTIME,
    );
    const note = summary.notes.find(({ method }) => method === 0);
    assert.ok(
      note?.text.startsWith('it cannot explain this model') && note.images === summary.images,
      JSON.stringify(summary.notes),
    );
    assert.equal(summary.cells.find(({ method, column }) => method === 0 && column === 0)?.mean, null);
    assert.notEqual(summary.cells.find(({ method, column }) => method === 1 && column === 0)?.mean, null);
  });

  it('reads labels it is told to, and none when there are none', async () => {
    const summary = await runEvaluation(
      {
        folder: place.set,
        models: place.models.slice(0, 1),
        methods: [],
        metrics: [],
        out: place.out('bare'),
        labelling: 'none',
        limit: 3,
      },
      RUNTIME,
    );
    assert.equal(summary.models[0].classification, null);
    assert.deepEqual(
      rowsOf(place.out('bare'), 'images.csv').map(({ label, right }) => [label, right]),
      [
        ['', ''],
        ['', ''],
        ['', ''],
      ],
    );
  });
});
