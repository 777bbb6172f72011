import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { readModelFile } from '../../../src/engine/model/model-file';
import { modelOutline } from '../../../src/engine/model/model-outline';
import { openModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import type { Recipe } from '../../../src/protocol/recipe';
import { noise } from '../graph/running';

const IMAGE = [1, 1, 3, 4];

describe('inputs beside the image', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-inputs-'));
    file = join(folder, 'two.onnx');
    const builder = new GraphBuilder();
    const image = builder.op('Flatten', [builder.input('image', 'float32', ['batch', ...IMAGE.slice(1)])]);
    const both = [image, builder.input('facts', 'float32', ['batch', 2])].map((input, k) =>
      builder.op('MatMul', [input, builder.constant(noise([k === 0 ? 12 : 2, 3], 4 + k), `w${k}`)]),
    );
    builder.output(builder.op('Mul', both), 'scores', 'float32', ['batch', 3]);
    writeFileSync(file, encodeOnnxFile(builder.build()));
    writeFileSync(join(folder, 'facts.npy'), encodeNpy(floats([2], [0.5, -2])));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The scores of an image under a recipe, by hand. */
  function expected(image: ArrayLike<number>, facts: readonly number[]): number[] {
    const times = (row: ArrayLike<number>, seed: number): number[] =>
      [0, 1, 2].map((c) =>
        Array.from(row).reduce((sum, v, r) => sum + v * noise([row.length, 3], seed).data[3 * r + c], 0),
      );
    const [a, b] = [times(image, 4), times(facts, 5)];
    return a.map((v, c) => v * b[c]);
  }

  it('may be whole numbers, such as the size of an image for which a detector scales its boxes', async () => {
    const path = join(folder, 'sizes.onnx');
    const builder = new GraphBuilder();
    const image = builder.op('Flatten', [builder.input('image', 'float32', ['batch', ...IMAGE.slice(1)])]);
    const sizes = builder.op('Cast', [builder.input('sizes', 'int64', ['batch', 2])], { to: int(1) });
    const columns = builder.op('Slice', [image, builder.integers(0), builder.integers(2), builder.integers(1)]);
    builder.output(builder.op('Mul', [columns, sizes]), 'scores', 'float32', ['batch', 2]);
    writeFileSync(path, encodeOnnxFile(builder.build()));
    const recipe: Recipe = { inputs: { sizes: [640, 480] } };
    const model = await openModel(await readModelFile(path), { device: 'cpu', threads: 1, recipe });
    const logits = await model.network.logitsOf(floats([1, ...IMAGE.slice(1)], Array(12).fill(1)), new Execution());
    assert.deepEqual([...logits.data], [640, 480]);
    await model.network.close();
  });

  for (const [facts, stated] of [
    [[0.5, -2], 'facts.npy'],
    [
      [3, 1],
      [3, 1],
    ],
    [[2, 2], 2],
  ] as const)
    it(`are what the recipe says: ${JSON.stringify(stated)}`, async () => {
      const recipe: Recipe = { inputs: { facts: stated } };
      const model = await openModel(await readModelFile(file), { device: 'cpu', threads: 1, recipe });
      const images = noise([2, ...IMAGE.slice(1)], 9);
      const logits = await model.network.logitsOf(images, new Execution());
      for (const n of [0, 1])
        expected(images.data.subarray(12 * n, 12 * (n + 1)), facts).forEach((value, c) =>
          assert.ok(Math.abs(logits.data[3 * n + c] - value) < 1e-4),
        );
      const input = { tensor: floats(IMAGE, images.data.slice(0, 12)), view: { path: '', image: null, signal: null } };
      const score = { index: 1, kind: 'logit' } as const;
      const { map } = (await explain(model, input, score, { method: 'input-x-gradient', params: {} })).result;
      const sum = map.data.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - logits.data[1]) < 1e-4, 'the scores are linear in the image');
      await model.network.close();
    });

  for (const [recipe, message] of [
    [{}, /the model has 2 inputs.*Say in the sidecar/],
    [{ inputs: { fact: 1 } }, /has no input fact.*image, facts/],
    [{ inputs: { facts: [1, 2, 3] } }, /takes 2 numbers.*3 are given/],
    [{ inputs: { facts: 1, image: 0 } }, /none is left for the image/],
    [{ inputs: { facts: 'none.npy' } }, /none\.npy/],
  ] as readonly (readonly [Recipe, RegExp])[])
    it(`are wrong as ${JSON.stringify(recipe)}`, async () => {
      const read = await readModelFile(file);
      assert.throws(() => modelOutline(read, recipe), message);
    });

  it('are refused where all are columns of a table', async () => {
    const builder = new GraphBuilder();
    for (const name of ['age', 'height']) builder.input(name, 'float32', ['batch', 1]);
    builder.op('Add', ['age', 'height'], {}, 'y');
    builder.output('y', 'y', 'float32', ['batch', 1]);
    const path = join(folder, 'table.onnx');
    writeFileSync(path, encodeOnnxFile(builder.build()));
    const read = await readModelFile(path);
    assert.throws(() => modelOutline(read), /takes 2 columns of a table \(age, height\), and no image/);
  });
});
