import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { firstChannel, prepared, recipeOf, SAMPLES, SIZE } from '../support/samples';

type Box = readonly [left: number, top: number, width: number, height: number];

interface Truth {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly category_id: number; readonly bbox: Box }[];
}

const TEST = path.join(SAMPLES, 'glasses/test');
const truth = JSON.parse(readFileSync(path.join(TEST, 'annotations.json'), 'utf8')) as Truth;
const names = truth.images.map((image) => image.file_name);

/** The only output of a model for each test image. */
async function outputs(model: string): Promise<Float32Array[]> {
  const session = await ort.InferenceSession.create(path.join(SAMPLES, 'models', model), { intraOpNumThreads: 1 });
  const all: Float32Array[] = [];
  for (const name of names) {
    const values = await prepared(path.join(TEST, 'images', name), recipeOf(model));
    const found = await session.run({ input: new ort.Tensor('float32', values, [1, 3, SIZE, SIZE]) });
    all.push(found[session.outputNames[0]].data as Float32Array);
  }
  await session.release();
  return all;
}

/** Of rows of scores that stand one after another, the row that is highest at a place. */
const highestRow = (values: Float32Array, rows: readonly number[], places: number, place: number): number =>
  rows.reduce((best, row) => (values[row * places + place] > values[best * places + place] ? row : best));

function overlap([left, top, width, height]: Box, [x, y, w, h]: Box): number {
  const wide = Math.min(left + width, x + w) - Math.max(left, x);
  const high = Math.min(top + height, y + h) - Math.max(top, y);
  const both = Math.max(0, wide) * Math.max(0, high);
  return both / (width * height + w * h - both);
}

describe('sample models of the drawn glasses', () => {
  it('faces-detector.onnx finds the glasses that are worn, and none on bare faces', async () => {
    const places = (SIZE / 8) ** 2 + (SIZE / 16) ** 2;
    const labels = recipeOf('faces-detector.onnx').labels as string[];
    assert.deepEqual(
      labels,
      truth.categories.map(({ name }) => name),
    );
    const all = await outputs('faces-detector.onnx');
    const right = all.filter((values, n) => {
      assert.equal(values.length, (4 + labels.length) * places);
      const scores = Array.from({ length: places }, (_, place) => {
        const row = highestRow(values, [4, 5], places, place);
        return { row, place, score: values[row * places + place] };
      });
      const { row, place, score } = scores.reduce((best, one) => (one.score > best.score ? one : best));
      const object = truth.annotations.find((one) => one.image_id === truth.images[n].id);
      if (!object) return score < 0.5;
      const [x, y, width, height] = [0, 1, 2, 3].map((at) => values[at * places + place]);
      const box = [x - width / 2, y - height / 2, width, height] as const;
      return score > 0.5 && row - 4 === object.category_id - 1 && overlap(box, object.bbox) > 0.5;
    });
    assert.ok(right.length >= 0.9 * names.length, `${right.length} of ${names.length}`);
  });

  it('faces-segmenter.onnx marks their pixels with a mean IoU of at least 0.7', async () => {
    const classes = ['background', ...truth.categories.map(({ name }) => name)];
    assert.deepEqual(recipeOf('faces-segmenter.onnx').labels, classes);
    const counts = classes.map(() => ({ both: 0, either: 0 }));
    for (const [n, values] of (await outputs('faces-segmenter.onnx')).entries()) {
      assert.equal(values.length, classes.length * SIZE * SIZE);
      const labels = await firstChannel(path.join(TEST, 'masks', names[n]));
      labels.forEach((label, p) => {
        const guess = highestRow(values, [0, 1, 2], SIZE * SIZE, p);
        if (guess === label) counts[label].both++;
        for (const one of new Set([guess, label])) counts[one].either++;
      });
    }
    const mean = counts.reduce((sum, { both, either }) => sum + both / either / counts.length, 0);
    assert.ok(mean >= 0.7, `${mean}`);
  });
});
