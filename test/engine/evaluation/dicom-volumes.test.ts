import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicomInputs, volumeSlices } from '../../../src/engine/dataset/volume-slices';
import { listing } from '../../../src/engine/dataset/listing';
import { openJudged } from '../../../src/engine/evaluation/judge';
import { listSamples } from '../../../src/engine/evaluation/sample-tests';
import { learningCount } from '../../../src/engine/explainer/inputs';
import { nearestImages } from '../../../src/engine/explanation/nearest-images';
import { openModel } from '../../../src/engine/model/opening';
import { checkImages } from '../../../src/engine/recipe-check/labelled-images';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { folderAnswers } from '../../../src/engine/evaluation/calls';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { readModelFile } from '../../../src/engine/model/model-file';
import { floats } from '../../../src/engine/tensor/tensor';
import { dicomFile } from '../image/volume/dicom-file';

const [DEPTH, HEIGHT, WIDTH] = [3, 4, 5];
const DIMS = [1, DEPTH, HEIGHT, WIDTH];
const SIZE = DEPTH * HEIGHT * WIDTH;

/** A model of two classes: whether the mean is above a half. */
function meanModel(): Uint8Array {
  const b = new GraphBuilder(emptyModel());
  b.input('x', 'float32', ['N', ...DIMS]);
  const weights = floats(
    [SIZE, 2],
    Float32Array.from({ length: 2 * SIZE }, (_, i) => (i % 2 ? -1 : 1) / SIZE),
  );
  const scores = b.op('Gemm', [b.op('Flatten', ['x']), b.constant(weights), b.constant(floats([2], [0, 1]))]);
  b.output(scores, 'scores');
  return encodeOnnxFile(b.build());
}

describe('a folder of DICOM series', () => {
  let root: string;
  let set: string;
  let model: string;
  const slice = (place: number, grey: number, series: string): Buffer =>
    dicomFile({
      ...{ width: WIDTH, height: HEIGHT, series, instance: place },
      values: new Uint16Array(HEIGHT * WIDTH).fill(grey + place),
      position: [0, 0, place],
    });

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'lens-series-'));
    set = join(root, 'set');
    model = join(root, 'mean.onnx');
    writeFileSync(model, meanModel());
    writeFileSync(
      `${model}.lens.json`,
      JSON.stringify({ labels: ['bright', 'dark'], black: 0, white: 255, range: [0, 1] }),
    );
    for (const [name, grey] of Object.entries({ bright: 200, dark: 20 }))
      for (const patient of ['p1', 'p2']) {
        const folder = join(set, name, patient);
        mkdirSync(folder, { recursive: true });
        const own = grey + (patient === 'p1' ? 0 : 10);
        // As scanners write them: without an ending, or with numbers in its place.
        for (let k = 0; k < DEPTH; k++)
          writeFileSync(join(folder, patient === 'p1' ? `IM${k}` : `1.2.${k}`), slice(k, own, `${name}.${patient}`));
      }
    writeFileSync(join(set, 'README'), 'no image');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('lists files without an ending by their preamble, and no others', () => {
    const { inputs, others } = listing(set);
    assert.equal(inputs.length, 4 * DEPTH);
    assert.deepEqual(others, ['README']);
  });

  it('has one input for each series where the model takes volumes, and one for each file where it takes images', async () => {
    const slices = await volumeSlices(set, DIMS);
    assert.deepEqual([...slices.keys()], ['bright/p1/IM0', 'bright/p2/1.2.0', 'dark/p1/IM0', 'dark/p2/1.2.0']);
    assert.deepEqual(slices.get('dark/p1/IM0'), ['dark/p1/IM1', 'dark/p1/IM2']);
    assert.equal((await volumeSlices(set, [1, HEIGHT, WIDTH])).size, 0);
    const files = ['IM2', 'IM0', 'IM1'].map((name) => join(set, 'bright/p1', name));
    assert.deepEqual(await dicomInputs([...files, join(set, 'README')], DIMS), [join(set, 'bright/p1/IM0')]);
    assert.deepEqual(await dicomInputs([...files, join(set, 'README')], [1, 4, 5]), [...files].sort());
  });

  it('keeps series of one folder apart', async () => {
    const mixed = join(root, 'mixed');
    mkdirSync(mixed);
    for (const series of ['a', 'b'])
      for (let k = 0; k < 2; k++) writeFileSync(join(mixed, `${k}${series}`), slice(k, 30, `mixed.${series}`));
    assert.deepEqual(
      [...(await volumeSlices(mixed, DIMS))],
      [
        ['0a', ['1a']],
        ['0b', ['1b']],
      ],
    );
  });

  it('is searched, learned from and tested by series', async () => {
    const opened = await openModel(await readModelFile(model), { device: 'cpu', threads: 1 });
    try {
      const first = (name: string) => join(set, name);
      const request = { input: first('bright/p1/IM0'), folder: set, count: 9 };
      const { images, compared, leftOut } = await nearestImages(opened, request);
      assert.deepEqual([compared, leftOut], [3, []]);
      assert.equal(images[0].path, first('bright/p2/1.2.0'));
      assert.equal(await learningCount(opened, set, { limit: 100, seed: 0 }), 3);
      const { samples } = await listSamples(opened.file, set);
      assert.deepEqual(
        samples.map(({ name, label }) => [name, label]),
        [
          ['bright/p1/IM0', 'bright'],
          ['bright/p2/1.2.0', 'bright'],
          ['dark/p1/IM0', 'dark'],
          ['dark/p2/1.2.0', 'dark'],
        ],
      );
      const checked = await checkImages(opened, { model, folder: set, images: 50 });
      assert.equal(checked.images.length, 4);
    } finally {
      await opened.network.close();
    }
  });

  it('keeps the numbers of a table by series', async () => {
    const slices = await volumeSlices(set, DIMS);
    const table = join(set, 'volumes.csv');
    writeFileSync(table, 'image,volume\nbright/p1/IM0,1\nbright/p2/1.2.0,2\ndark/p1/IM0,3\ndark/p2/1.2.0,4\n');
    try {
      const asked = { labels: ['volume'], classes: 1, task: 'regression', name: 'm', dense: false } as const;
      const { set: judged } = openJudged(set, [asked], { slices });
      assert.deepEqual(
        judged.inputs.map(({ name, slices: others }) => [name, others?.length]),
        [...slices.keys()].map((name) => [name, DEPTH - 1]),
      );
      assert.ok(judged.skipped.every(({ name }) => name === 'README'));
    } finally {
      rmSync(table);
    }
  });

  it('is inspected and evaluated by series, and again where one of its further slices has changed', async () => {
    const inspected = await folderAnswers(readModelFile)['folder.inspect']({ folder: set, models: [model] });
    assert.equal(inspected.images, 4);
    assert.deepEqual(
      inspected.classes.map(({ name, images }) => [name, images]),
      [
        ['bright', 2],
        ['dark', 2],
      ],
    );
    const request = { folder: set, models: [model], methods: [], metrics: [], out: join(root, 'out') };
    const run = () => runEvaluation(request, { device: 'cpu', threads: 1 });
    await run();
    const rows = () =>
      readFileSync(join(root, 'out/images.csv'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('/p'));
    const first = rows();
    assert.equal(first.length, 4);
    assert.ok(first.every((row) => row.split(',').some((cell) => /^(bright|dark)$/.test(cell))));
    writeFileSync(join(set, 'dark/p1/IM2'), slice(2, 250, 'dark.p1'));
    await run();
    const changed = rows().filter((row, k) => row !== first[k]);
    assert.equal(changed.length, 1);
    assert.match(changed[0], /^dark\/p1\/IM0/);
  });
});
