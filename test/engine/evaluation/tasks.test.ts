import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { readImages } from '../../../src/engine/evaluation/images-file';
import { inspectFolder } from '../../../src/engine/evaluation/folder-inspection';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { callsOver } from '../../../src/engine/job/calls';
import { readModelFile } from '../../../src/engine/model/model-file';
import { Models } from '../../../src/engine/model/open-models';
import { LensError } from '../../../src/protocol/error';
import type { Recipe } from '../../../src/protocol/recipe';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import { judging, measure, near, part } from './judged';
import { rowsOf, write, writeModel } from './labelled-folder';
import { labelMap, picture, writeEstimator, writeLabeller, writeSegmenter, type Rgb } from './task-models';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const [R, G, B]: Rgb[] = [
  [200, 10, 10],
  [10, 200, 10],
  [10, 10, 200],
];

describe('an evaluation of another task than classes of whole inputs', () => {
  let top: string;
  before(() => (top = mkdtempSync(join(tmpdir(), 'lens-tasks-'))));
  after(() => rmSync(top, { recursive: true, force: true }));
  const asked = (name: string, model: string, more: Partial<EvaluationRequest> = {}) => judging(top, model, name, more);

  /** 4 × 4 images of one colour but for two pixels; a corner of the first map counts nowhere. */
  async function pixels(name: string): Promise<void> {
    const plain = (colour: Rgb): Rgb[] => Array.from({ length: 16 }, () => colour);
    const map = (index: number): number[] => Array.from({ length: 16 }, () => index);
    write(join(top, name, 'images/a.png'), await picture(4, [G, B, ...plain(R).slice(2)]));
    write(join(top, name, 'labels/a.png'), await labelMap(4, [255, 1, ...map(0).slice(2)]));
    write(join(top, name, 'images/b.png'), await picture(4, plain(G)));
    write(join(top, name, 'labels/b.png'), await labelMap(4, map(1)));
    write(join(top, name, 'images/c.png'), await picture(4, plain(B)));
    write(join(top, name, 'labels/c.png'), await labelMap(4, map(7)));
  }

  it('judges the pixels of a segmenter', async () => {
    await pixels('pixels');
    const request = asked('pixels', writeSegmenter(join(top, 'models/segmenter.onnx'), 4));
    const summary = await runEvaluation(request, RUNTIME);
    assert.equal(summary.images, 2);
    assert.equal(summary.models[0].classification, null);
    // 14 red, 16 green and one that is green and taken for blue.
    near(measure(summary, 'mean-iou'), (1 + 16 / 17 + 0) / 3);
    near(measure(summary, 'pixel-accuracy'), 30 / 31);
    near(part(summary, 'green', 'iou'), 16 / 17);
    near(part(summary, 'green', 'dice'), 32 / 33);
    near(part(summary, 'blue', 'iou'), 0);
    assert.deepEqual(summary.models[0].judgement!.confusion!.counts, [
      [14, 0, 0],
      [0, 16, 1],
      [0, 0, 0],
    ]);
    assert.deepEqual(summary.models[0].judgement!.worst.images, [
      { name: 'images/a.png', value: 1 / 3, remark: '1 pixels of green are taken for blue' },
    ]);
    const [a] = rowsOf(request.out, 'images.csv');
    assert.deepEqual([a.image, a.pixels, a.meanIou], ['images/a.png', '15', String(1 / 3)]);
    const { names, label, numbers } = readImages(request.out, 0);
    assert.deepEqual(
      [names, [...label]],
      [
        ['images/a.png', 'images/b.png'],
        [-1, -1],
      ],
    );
    assert.deepEqual(
      numbers.map(({ id, better, values }) => [id, better, ...values]),
      [
        ['input-mean-iou', 'higher', Math.fround(1 / 3), 1],
        ['input-mean-dice', 'higher', Math.fround(1 / 3), 1],
        ['input-pixel-accuracy', 'higher', Math.fround(14 / 15), 1],
      ],
    );
    assert.equal(rowsOf(request.out, 'confusion.csv').find((row) => row.pixels === '1')?.predicted, 'blue');
    const [skipped] = rowsOf(request.out, 'skipped.csv');
    assert.match(skipped.reason, /has the class 7, but the model has 3 classes/);
    assert.match(readFileSync(join(request.out, 'report.md'), 'utf8'), /confusion of pixels/);
  });

  it('compares pixels at the size of the label map, and leaves out what a crop cuts away', async () => {
    const strips = (colours: readonly Rgb[]): Rgb[] => Array.from({ length: 8 }, () => colours).flat();
    write(
      join(top, 'wide/images/a.png'),
      await picture(16, strips([...Array<Rgb>(8).fill(R), ...Array<Rgb>(8).fill(G)])),
    );
    const half = Array.from({ length: 128 }, (_, p) => (p % 16 < 8 ? 0 : 1));
    write(join(top, 'wide/masks/a.png'), await labelMap(16, half));
    const model = writeSegmenter(join(top, 'models/cropping.onnx'), 8, 1, { fit: 'cover' });
    const summary = await runEvaluation(asked('wide', model), RUNTIME);
    assert.deepEqual(summary.models[0].judgement!.confusion!.counts.flat(), [32, 0, 0, 0, 32, 0, 0, 0, 0]);
    near(measure(summary, 'mean-iou'), 1);
  });

  it('judges and explains images at the size of each where the model leaves it open', async () => {
    // Left half red, right half green, which only an image that keeps its size shows to the pixel.
    const halves = async (name: string, width: number): Promise<void> => {
      const line = [...Array<Rgb>(width / 2).fill(R), ...Array<Rgb>(width / 2).fill(G)];
      write(join(top, `open/images/${name}.png`), await picture(width, Array.from({ length: 32 }, () => line).flat()));
      const classes = Array.from({ length: 32 * width }, (_, p) => (p % width < width / 2 ? 0 : 1));
      write(join(top, `open/masks/${name}.png`), await labelMap(width, classes));
    };
    await halves('a', 64);
    await halves('b', 96);
    await halves('c', 224);
    const request = asked('open', writeSegmenter(join(top, 'models/open.onnx'), null), {
      methods: [methodFromText('gradient')],
      metrics: metricsFromText('iou'),
    });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual([summary.images, summary.notes], [3, []]);
    near(measure(summary, 'mean-iou'), 1);
    assert.deepEqual(
      summary.models[0].judgement!.confusion!.counts.flat(),
      [6144, 0, 0, 0, 6144, 0, 0, 0, 0],
      'every pixel of 64, 96 and 224 columns',
    );
    assert.match(summary.models[0].warnings.join(), /each is judged at its own/);
    const written = readFileSync(join(request.out, 'images.csv'), 'utf8');
    rmSync(join(request.out, '.lens-journal.jsonl'));
    await runEvaluation(request, RUNTIME);
    assert.equal(readFileSync(join(request.out, 'images.csv'), 'utf8'), written);
    const number = { out: request.out, labelling: null, model: 0, method: 0, column: 0 };
    const calls = callsOver(new Models(RUNTIME));
    for (const name of ['images/b.png', 'images/c.png']) {
      const kept = await calls['evidence.keep']({ ...number, name }, () => undefined, new AbortController().signal);
      assert.match(kept[0].caption, new RegExp(name), 'kept at the size of its image');
    }
  });

  it('explains the largest object of a segmenter, and asks metrics about its pixels', async () => {
    await pixels('explained');
    const model = writeSegmenter(join(top, 'models/explained.onnx'), 4, 8);
    const request = asked('explained', model, {
      methods: [methodFromText('gradient')],
      metrics: ['average-drop', 'iou'].flatMap((text) => metricsFromText(text)),
    });
    const summary = await runEvaluation(request, RUNTIME);
    assert.deepEqual(summary.notes, []);
    const [a, b] = rowsOf(request.out, 'images.csv');
    assert.deepEqual([a.mask, b.mask, b.maskShare], ['object', 'object', '1']);
    assert.ok(Number(a.iou) > 0 && Number(a['average-drop']) >= 0, JSON.stringify(a));
  });

  it('judges several labels, of which 0.5 decides', async () => {
    const images: Record<string, Rgb> = { a: [255, 255, 0], b: [255, 0, 0], c: [0, 255, 255], d: [0, 0, 0] };
    for (const [name, colour] of Object.entries(images))
      write(join(top, `labels/${name}.png`), await picture(4, Array<Rgb>(16).fill(colour)));
    write(join(top, 'labels/t.csv'), 'image,labels\na.png,red;green\nb.png,red;blue\nc.png,green\nd.png,\n');
    const model = writeLabeller(join(top, 'models/labeller.onnx'), 4);
    const request = asked('labels', model);
    const summary = await runEvaluation(request, RUNTIME);
    // Given: a red green, b red, c green blue, d nothing.
    near(measure(summary, 'subset-accuracy'), 2 / 4);
    near(measure(summary, 'hamming-loss'), 2 / 12);
    near(measure(summary, 'f1-micro'), 8 / 10);
    near(measure(summary, 'f1-macro'), (1 + 1 + 0) / 3);
    near(measure(summary, 'f1-samples'), (1 + 2 / 3 + 2 / 3 + 0) / 4);
    near(part(summary, 'red', 'averagePrecision'), 1);
    // Of blue the right one ranks behind the wrong one, with two others: 1 of 4.
    near(part(summary, 'blue', 'averagePrecision'), 1 / 4);
    near(part(summary, 'blue', 'support'), 1);
    assert.deepEqual(
      rowsOf(request.out, 'images.csv').map(({ labels, given, wrong }) => [labels, given, wrong]),
      [
        ['red;green', 'red;green', '0'],
        ['red;blue', 'red', '1'],
        ['green', 'green;blue', '1'],
        ['', '', '0'],
      ],
    );
    assert.deepEqual(
      readImages(request.out, 0).numbers.map(({ id, values }) => [id, ...values]),
      [
        ['f1-of-labels', 1, Math.fround(2 / 3), Math.fround(2 / 3), 1],
        ['wrong-labels', 0, 1, 1, 0],
      ],
    );
  });

  it('judges numbers', async () => {
    const colours: Record<string, Rgb> = { a: [255, 0, 0], b: [0, 255, 0], c: [51, 51, 0] };
    for (const [name, colour] of Object.entries(colours))
      write(join(top, `numbers/${name}.png`), await picture(4, Array<Rgb>(16).fill(colour)));
    write(join(top, 'numbers/t.csv'), 'image,green,red\na.png,0,0.5\nb.png,1,0\nc.png,0.2,0.2\n');
    const request = asked('numbers', writeEstimator(join(top, 'models/estimator.onnx'), 4));
    const summary = await runEvaluation(request, RUNTIME);
    const close = (got: number | null, expected: number) => assert.ok(Math.abs(got! - expected) < 1e-6, `${got}`);
    close(part(summary, 'red', 'mae'), 0.5 / 3);
    close(part(summary, 'red', 'rmse'), Math.sqrt(0.25 / 3));
    close(part(summary, 'green', 'mae'), 0);
    close(measure(summary, 'mae'), 0.25 / 3);
    const [a] = rowsOf(request.out, 'images.csv');
    assert.deepEqual([a['red truth'], a['red predicted'], a['red error']], ['0.5', '1', '0.5']);
    assert.equal(summary.models[0].judgement!.worst.images[0].name, 'a.png');
  });

  it('gives labels from thresholds of their own on', async () => {
    const colours: Record<string, Rgb> = { a: [200, 120, 0], b: [90, 255, 0], c: [20, 0, 130] };
    for (const [name, colour] of Object.entries(colours))
      write(join(top, `own/${name}.png`), await picture(4, Array<Rgb>(16).fill(colour)));
    // Probabilities: a 0.91, 0.44, 0.02; b 0.24, 0.98, 0.02; c 0.03, 0.02, 0.52.
    write(join(top, 'own/t.csv'), 'image,red,green,blue\na.png,1,1,0\nb.png,1,1,0\nc.png,0,0,0\n');
    const own = (recipe: Recipe) => asked('own', writeLabeller(join(top, 'models/own.onnx'), 4, recipe));
    const given = (request: EvaluationRequest) => rowsOf(request.out, 'images.csv').map((row) => row.given);
    const usual = own({});
    const first = await runEvaluation(usual, RUNTIME);
    assert.deepEqual(given(usual), ['red', 'green', 'blue']);
    near(measure(first, 'subset-accuracy'), 0);
    const stated = own({ thresholds: { Green: 0.4, red: 0.2, blue: 0.6 } });
    const summary = await runEvaluation(stated, RUNTIME);
    assert.deepEqual(given(stated), ['red;green', 'red;green', '']);
    for (const id of ['subset-accuracy', 'f1-micro']) near(measure(summary, id), 1);
    near(measure(summary, 'hamming-loss'), 0);
    near(part(summary, 'green', 'threshold'), 0.4);
    // What ranks by probability does not depend on thresholds.
    near(measure(summary, 'map'), measure(first, 'map')!);
    await assert.rejects(
      runEvaluation(own({ thresholds: { pink: 0.4 } }), RUNTIME),
      /"thresholds" names pink, which is no label/,
    );
  });

  it('tells numbers with their units', async () => {
    write(join(top, 'units/a.png'), await picture(4, Array<Rgb>(16).fill([255, 0, 0])));
    write(join(top, 'units/b.png'), await picture(4, Array<Rgb>(16).fill([0, 51, 0])));
    write(join(top, 'units/t.csv'), 'image,green,red\na.png,0,0.5\nb.png,1,0\n');
    const request = asked('units', writeEstimator(join(top, 'models/units.onnx'), 4, { units: 'mm' }));
    const [{ judgement }] = (await runEvaluation(request, RUNTIME)).models;
    assert.deepEqual(
      judgement!.parts.rows.map(({ name }) => name),
      ['red (mm)', 'green (mm)'],
    );
    assert.deepEqual(
      judgement!.estimates!.quantities.map(({ name, unit }) => [name, unit]),
      [
        ['red (mm)', 'mm'],
        ['green (mm)', 'mm'],
      ],
    );
    assert.deepEqual(
      judgement!.measures.flatMap(({ id, unit }) => (unit ? [id] : [])),
      ['mae', 'rmse', 'median-absolute-error'],
    );
    assert.match(readFileSync(join(request.out, 'report.md'), 'utf8'), /Mean absolute error \(mm\)/);
    assert.ok('red (mm) truth' in rowsOf(request.out, 'images.csv')[0]);
  });

  it('says beforehand what it would find', async () => {
    await pixels('inspected');
    const file = await readModelFile(writeSegmenter(join(top, 'models/inspected.onnx'), 4));
    const found = inspectFolder(join(top, 'inspected'), undefined, [file]);
    assert.equal(found.labelling.id, 'label-maps');
    assert.deepEqual([found.images, found.models[0].problem], [3, null]);
    assert.deepEqual(
      [found.masks.images, found.masks.examples.length],
      [3, 3],
      'the classes of its pixels are objects',
    );
  });

  it('refuses models of two tasks together, and folders without what the task is judged by', async () => {
    await pixels('refused');
    const model = writeSegmenter(join(top, 'models/refused.onnx'), 4);
    const classifier = writeModel(join(top, 'models/classifier.onnx'), 'x');
    const refused = (request: EvaluationRequest, pattern: RegExp) =>
      assert.rejects(
        runEvaluation(request, RUNTIME),
        (error) => error instanceof LensError && pattern.test(error.message),
      );
    await refused(asked('refused', model, { models: [model, classifier] }), /tasks that are not judged alike/);
    write(join(top, 'bare/a.png'), await picture(4, Array<Rgb>(16).fill(R)));
    await refused(asked('bare', model), /no annotations that the model can be judged by/);
  });
});
