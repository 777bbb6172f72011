import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { decodeNpy } from '../../src/engine/tensor/npy';
import { firstChannel, prepared, recipeOf, rgb, SAMPLES, SIZE } from '../support/samples';

const CLASSES = ['glasses', 'no-glasses', 'sunglasses'];
const SIGNALS = ['burst', 'quiet', 'spike', 'step'];

const list = (...parts: string[]) => readdirSync(path.join(SAMPLES, ...parts)).sort();
const faces = CLASSES.flatMap((kind) => list('faces/test', kind).map((file) => path.join(kind, file)));
const mask = (face: string) => firstChannel(path.join(SAMPLES, 'faces/masks', face));

/** The mask grown by one pixel on every side, because the rim of a drawn shape covers its last pixels only in part. */
function grown(white: Buffer): Uint8Array {
  const result = new Uint8Array(white.length);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      if (!white[y * SIZE + x]) continue;
      const [from, to] = [Math.max(0, x - 1), Math.min(SIZE - 1, x + 1) + 1];
      for (let v = Math.max(0, y - 1); v <= Math.min(SIZE - 1, y + 1); v++)
        result.fill(1, v * SIZE + from, v * SIZE + to);
    }
  }
  return result;
}

/** Indices of the largest score per row, for inputs that are stacked along the first axis. */
async function guesses(model: string, rows: readonly Float32Array[], dims: readonly number[]): Promise<number[]> {
  const session = await ort.InferenceSession.create(path.join(SAMPLES, 'models', model), { intraOpNumThreads: 1 });
  assert.deepEqual([session.inputNames, session.outputNames], [['input'], ['logits']]);
  const all = new Float32Array(rows.length * rows[0].length);
  rows.forEach((values, i) => all.set(values, i * values.length));
  const { logits } = await session.run({ input: new ort.Tensor('float32', all, [rows.length, ...dims]) });
  const [count, width] = logits.dims;
  const scores = logits.data as Float32Array;
  await session.release();
  return Array.from({ length: count }, (_, i) => scores.subarray(i * width, (i + 1) * width)).map((row) =>
    row.indexOf(Math.max(...row)),
  );
}

const rightOf = (found: readonly number[], classes: readonly string[], names: readonly string[]) =>
  found.filter((guess, i) => classes[guess] === names[i].split(/[\\/]/)[0]).length / found.length;

describe('sample faces', () => {
  it('come with a black-and-white mask each, empty only where there are no glasses', async () => {
    assert.equal(faces.length, 90);
    for (const face of faces) {
      const { width, height, channels } = await sharp(path.join(SAMPLES, 'faces/test', face)).metadata();
      assert.deepEqual([width, height, channels], [SIZE, SIZE, 3], face);
      const pixels = await mask(face);
      const white = pixels.filter((value) => value === 255).length;
      assert.equal(white + pixels.filter((value) => value === 0).length, SIZE * SIZE, face);
      if (face.startsWith('no-glasses')) assert.equal(white, 0, face);
      else assert.ok(white > 150 && white < 0.1 * SIZE * SIZE, `${face}: ${white} px`);
    }
  });

  it('show the same person in every class, and differ only inside the masks', async () => {
    for (const plain of list('faces/test/no-glasses')) {
      const without = await rgb(path.join(SAMPLES, 'faces/test/no-glasses', plain));
      for (const kind of ['glasses', 'sunglasses']) {
        const face = path.join(kind, plain.replace('no-glasses', kind));
        const [wearing, white] = [await rgb(path.join(SAMPLES, 'faces/test', face)), await mask(face)];
        const near = grown(white);
        let changed = 0;
        for (let i = 0; i < SIZE * SIZE; i++) {
          const same = [0, 1, 2].every((c) => wearing[3 * i + c] === without[3 * i + c]);
          if (!near[i]) assert.ok(same, `${face}: pixel ${i % SIZE}, ${Math.floor(i / SIZE)} differs outside the mask`);
          if (white[i] && !same) changed++;
        }
        assert.ok(changed > 0.9 * white.filter(Boolean).length, `${face}: the mask is larger than the glasses`);
      }
    }
  });

  it('are what the generator draws', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
    try {
      execFileSync(process.execPath, ['--import', 'tsx', 'scripts/samples/index.ts', '--out', folder], {
        cwd: path.dirname(SAMPLES),
      });
      const images = [
        ...faces.map((face) => path.join('faces/test', face)),
        ...list('glasses/test/images').map((name) => path.join('glasses/test/images', name)),
      ];
      for (const image of images) {
        const [drawn, kept] = await Promise.all([folder, SAMPLES].map((root) => rgb(path.join(root, image))));
        // Other CPUs may round an edge pixel differently; another image would differ by tens.
        const difference = drawn.reduce((sum, value, i) => sum + Math.abs(value - kept[i]), 0) / kept.length;
        assert.ok(difference < 0.5, `${image}: ${difference}`);
      }
      const texts = list('models').filter((name) => !name.endsWith('.onnx'));
      assert.ok(texts.length > 0, 'sidecars and lists of classes lie beside the models');
      for (const file of texts) {
        const [written, kept] = [folder, SAMPLES].map((root) => readFileSync(path.join(root, 'models', file), 'utf8'));
        assert.equal(written, kept, file);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('sample models', () => {
  for (const [model, bytes] of [
    ['faces-cnn.onnx', 2e6],
    ['faces-resnet.onnx', 1e6],
  ] as const) {
    it(`${model} knows at least 97 % of the test faces`, async () => {
      assert.ok(statSync(path.join(SAMPLES, 'models', model)).size < bytes);
      const recipe = recipeOf(model);
      const labels = readFileSync(path.join(SAMPLES, 'models', recipe.labels as string), 'utf8')
        .trim()
        .split('\n');
      assert.deepEqual(labels, CLASSES);
      const inputs = await Promise.all(faces.map((face) => prepared(path.join(SAMPLES, 'faces/test', face), recipe)));
      const found = await guesses(model, inputs, [3, SIZE, SIZE]);
      assert.ok(rightOf(found, labels, faces) >= 0.97, `${rightOf(found, labels, faces)}`);
    });
  }

  it('signals-cnn1d.onnx knows at least 97 % of the test signals', async () => {
    const files = SIGNALS.flatMap((kind) => list('signals/test', kind).map((file) => path.join(kind, file)));
    assert.equal(files.length, 40);
    const tensors = files.map((file) => decodeNpy(readFileSync(path.join(SAMPLES, 'signals/test', file))));
    for (const { type, dims } of tensors) assert.deepEqual([type, dims], ['float32', [1, 2, 256]]);
    const found = await guesses(
      'signals-cnn1d.onnx',
      tensors.map(({ data }) => data as Float32Array),
      [2, 256],
    );
    assert.ok(rightOf(found, recipeOf('signals-cnn1d.onnx').labels as string[], files) >= 0.97);
  });
});
