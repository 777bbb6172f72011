import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { readImages } from '../../../src/engine/evaluation/images-file';
import { inspectFolder } from '../../../src/engine/evaluation/folder-inspection';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import {
  correlation,
  determination,
  joinedErrors,
  meanAbsoluteError,
  meanError,
  NO_PIXELS,
  PixelErrorCounter,
  rootMeanSquareError,
} from '../../../src/engine/metric/regression/pixel-errors';
import { regressionErrors } from '../../../src/engine/metric/regression/regression';
import { readModelFile } from '../../../src/engine/model/model-file';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import { judging, measure, near as nearWithin, part } from './judged';
import { rowsOf, write } from './labelled-folder';
import { picture, writeEstimator, writePixelEstimator, type Rgb } from './task-models';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const near = (got: number | null | undefined, expected: number): void => nearWithin(got, expected, 1e-6);

describe('an evaluation of numbers at every pixel', () => {
  let top: string;
  let model: string;
  before(() => {
    top = mkdtempSync(join(tmpdir(), 'lens-number-maps-'));
    model = writePixelEstimator(join(top, 'models/estimator.onnx'), 4);
  });
  after(() => rmSync(top, { recursive: true, force: true }));
  const asked = (name: string, more: Partial<EvaluationRequest> = {}) => judging(top, model, name, more);
  const plain = (colour: Rgb): Promise<Buffer> => picture(4, Array<Rgb>(16).fill(colour));
  const array = (dims: readonly number[], values: readonly number[]): Uint8Array =>
    encodeNpy(floats(dims, Float32Array.from(values)));

  it('compares every number with the truth, but where none is known', async () => {
    write(join(top, 'depth/images/a.png'), await plain([255, 0, 0]));
    write(join(top, 'depth/images/b.png'), await plain([51, 102, 0]));
    write(join(top, 'depth/images/c.png'), await plain([0, 0, 255]));
    // Of a: red is 1 but 0.5 in the first row, green is nowhere known but in one place.
    const red = Array.from({ length: 16 }, (_, p) => (p < 4 ? 0.5 : 1));
    write(join(top, 'depth/depth/a.npy'), array([2, 4, 4], [...red, 0.25, ...Array<number>(15).fill(NaN)]));
    write(
      join(top, 'depth/depth/b.npy'),
      array([1, 2, 4, 4], [...Array<number>(16).fill(0.2), ...Array<number>(16).fill(0.2)]),
    );
    write(join(top, 'depth/depth/c.npy'), array([3, 4, 4], Array<number>(48).fill(0)));
    const request = asked('depth');
    const summary = await runEvaluation(request, RUNTIME);
    assert.equal(summary.images, 2);
    assert.match(summary.labelling.description, /Numbers of every pixel of 3 images/);
    near(part(summary, 'red', 'mae'), 2 / 32);
    near(part(summary, 'red', 'rmse'), Math.sqrt(1 / 32));
    near(part(summary, 'green', 'mae'), (0.25 + 16 * 0.2) / 17);
    near(part(summary, 'green', 'pixels'), 17);
    near(part(summary, 'green', 'meanError'), (-0.25 + 16 * 0.2) / 17);
    near(measure(summary, 'mae'), (2 / 32 + 3.45 / 17) / 2);
    const { names, numbers } = readImages(request.out, 0);
    assert.deepEqual(
      [names, numbers.map(({ id }) => id)],
      [
        ['images/a.png', 'images/b.png'],
        ['input-mae', 'input-rmse'],
      ],
    );
    near(numbers[0].values[0], (2 / 16 + 0.25) / 2);
    const [{ remark }] = summary.models[0].judgement!.worst.images;
    assert.match(remark, /red is too large by 0\.125 on average; green is too small by 0\.250/);
    const [skipped] = rowsOf(request.out, 'skipped.csv');
    assert.match(skipped.reason, /an array \[3, 4, 4\], and the model has 2 numbers for a pixel/);
  });

  it('takes images of numbers in a named folder and unit, at their own size and behind a crop', async () => {
    const one = writePixelEstimator(join(top, 'models/cropping.onnx'), 4, { fit: 'cover', units: 'm' });
    const colours = [...Array<Rgb>(4).fill([255, 0, 0]), ...Array<Rgb>(4).fill([0, 255, 0])];
    write(join(top, 'wide/a.png'), await picture(8, Array.from({ length: 4 }, () => colours).flat()));
    // The crop sees the middle four columns: two of red, two of green. Thousandths; 0 is not known.
    const values = Array.from({ length: 32 }, (_, p) => [p % 8 < 4 ? 1000 : 0, p % 8 < 4 ? 0 : 900, 0]);
    const raw = Uint16Array.from(values.flat());
    const map = await sharp(raw, { raw: { width: 8, height: 4, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    write(join(top, 'wide/measured/a.png'), map);
    await assert.rejects(
      runEvaluation(asked('wide', { models: [one], labelling: 'number-maps:measured' }), RUNTIME),
      /it has 3 bands, and the model has 2 numbers/,
    );
    const turned = [0, 1].flatMap((k) => values.map((bands) => bands[k]));
    rmSync(join(top, 'wide/measured/a.png'));
    write(join(top, 'wide/measured/a.npy'), array([2, 4, 8], turned));
    const request = asked('wide', { models: [one], labelling: 'number-maps:measured times 0.001 without 0' });
    const summary = await runEvaluation(request, RUNTIME);
    assert.match(summary.labelling.description, /times 0\.001, without pixels of 0/);
    assert.deepEqual([part(summary, 'red (m)', 'pixels'), part(summary, 'green (m)', 'pixels')], [8, 8]);
    near(part(summary, 'red (m)', 'mae'), 0);
    near(part(summary, 'green (m)', 'mae'), 0.1);
    assert.equal(summary.models[0].judgement!.measures.find(({ id }) => id === 'mae')!.unit, 'm');
  });

  it('knows a number for nothing that 32 bits cannot tell as it is written, and reads no array of more axes', async () => {
    write(join(top, 'gaps/images/a.png'), await plain([255, 0, 0]));
    write(join(top, 'gaps/images/b.png'), await plain([0, 0, 255]));
    const red = Array.from({ length: 16 }, (_, p) => (p < 4 ? -9999.9 : 1));
    write(join(top, 'gaps/depth/a.npy'), array([2, 4, 4], [...red, ...Array<number>(16).fill(0)]));
    write(join(top, 'gaps/depth/b.npy'), array([2, 4, 4, 1, 3], Array<number>(96).fill(0)));
    const request = asked('gaps', { labelling: 'number-maps:depth without -9999.9' });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual([summary.images, part(summary, 'red', 'pixels')], [1, 12]);
    near(part(summary, 'red', 'mae'), 0);
    assert.match(rowsOf(request.out, 'skipped.csv')[0].reason, /an array \[2, 4, 4, 1, 3\]/);
  });

  it('is refused beside one of numbers of whole images', async () => {
    const whole = writeEstimator(join(top, 'models/whole.onnx'), 4);
    await assert.rejects(
      runEvaluation(asked('gaps', { models: [model, whole] }), RUNTIME),
      /not judged alike: estimator \(regression at every position\), whole \(regression\)/,
    );
  });

  it('explains the mean of the first number', async () => {
    write(join(top, 'explained/images/a.png'), await plain([200, 100, 0]));
    write(join(top, 'explained/targets/a.npy'), array([2, 4, 4], Array<number>(32).fill(0.5)));
    const request = asked('explained', { methods: [methodFromText('gradient')], metrics: metricsFromText('deletion') });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual([summary.notes, summary.cells.length > 0], [[], true]);
    assert.ok(rowsOf(request.out, 'images.csv')[0].deletion !== '');
  });

  it('says beforehand what it would find', async () => {
    write(join(top, 'inspected/images/a.png'), await plain([200, 100, 0]));
    write(join(top, 'inspected/targets/a.npy'), array([2, 4, 4], Array<number>(32).fill(0.5)));
    const found = inspectFolder(join(top, 'inspected'), undefined, [await readModelFile(model)]);
    assert.deepEqual([found.labelling.id, found.images, found.models[0].problem], ['number-maps', 1, null]);
    assert.deepEqual(
      found.options.map(({ id, fits }) => [id, fits]),
      [['number-maps', true]],
    );
  });
});

describe('errors over pixels', () => {
  const random = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const next = random(3);
  const truth = Array.from({ length: 50 }, () => 1000 + next());
  const predicted = truth.map((value) => value + 0.3 * next() - 0.1);

  it('are those of the numbers held together, however they are parted', () => {
    const whole = regressionErrors(truth, predicted, 1);
    for (const cut of [0, 1, 20, 50]) {
      const [first, second] = [new PixelErrorCounter(), new PixelErrorCounter()];
      for (const [p, value] of truth.entries()) (p < cut ? first : second).add(value, predicted[p]);
      const all = joinedErrors(joinedErrors(NO_PIXELS, first.errors), second.errors);
      near(meanAbsoluteError(all), whole.meanAbsolute[0]);
      near(rootMeanSquareError(all), whole.rootMeanSquare[0]);
      near(determination(all), whole.determination[0]);
      near(correlation(all), whole.correlation[0]);
      near(meanError(all), predicted.reduce((sum, value, p) => sum + value - truth[p], 0) / 50);
    }
  });

  it('of a truth that is the same everywhere have no determination', () => {
    const counter = new PixelErrorCounter();
    for (const value of [1, 2, 3]) counter.add(5, value);
    assert.ok(Number.isNaN(determination(counter.errors)) && Number.isNaN(correlation(counter.errors)));
  });
});
