import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { Draws } from '../../../src/engine/attribution/draws';
import { gradientsAt } from '../../../src/engine/attribution/derivation/gradients';
import type { MethodContext } from '../../../src/engine/attribution/method';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { explain } from '../../../src/engine/explanation/explanation';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { scatteringOptionsOf } from '../../../src/engine/scattering/metadata';
import { Execution } from '../../../src/engine/session/execution';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = path.resolve(__dirname, '../../../samples');
const MODEL = path.join(SAMPLES, 'models/faces-scatnet.onnx');
const CLASSES = ['glasses', 'no-glasses', 'sunglasses'];
const PLANE = 128 * 128;

describe('sample ScatNet', () => {
  it('is a small file that says how it scatters', () => {
    assert.ok(statSync(MODEL).size < 2e6);
    assert.deepEqual(scatteringOptionsOf(decodeOnnx(readFileSync(MODEL))), {
      height: 128,
      width: 128,
      channels: 3,
      J: 3,
      L: 8,
      maxOrder: 2,
    });
  });

  it('knows most of the test faces', async () => {
    const session = await createSession(decodeOnnx(readFileSync(MODEL)), { device: 'cpu', threads: 1 });
    let right = 0;
    for (const [label, kind] of CLASSES.entries()) {
      const folder = path.join(SAMPLES, 'faces/test', kind);
      const names = readdirSync(folder).sort().slice(0, 10);
      const input = floats([names.length, 3, 128, 128]);
      for (const [n, name] of names.entries()) {
        const pixels = await sharp(path.join(folder, name)).removeAlpha().raw().toBuffer();
        for (let i = 0; i < 3 * PLANE; i++)
          input.data[n * 3 * PLANE + i] = (pixels[(i % PLANE) * 3 + Math.floor(i / PLANE)] / 255 - 0.5) / 0.25;
      }
      const logits = (await session.run({ input })).logits.data as Float32Array;
      names.forEach((_, n) => {
        const row = logits.subarray(3 * n, 3 * n + 3);
        right += Number(row.indexOf(Math.max(...row)) === label);
      });
    }
    await session.release();
    assert.ok(right >= 26, `${right} of 30`);
  });

  it('is explained completely, and its gradient along the path is that of finite differences', async () => {
    const model = await openModel(await readModelFile(MODEL), { device: 'cpu', threads: 1 });
    const input = await readInput(
      path.join(SAMPLES, 'faces/test/glasses/glasses-00.png'),
      model.network.graph.inputDims,
      model.recipe,
    );
    const score = { index: 0, kind: 'logit' } as const;
    const { result } = await explain(model, input, score, { method: 'integrated-gradients', params: { steps: 50 } });
    const { expected, residual } = result.completeness!;
    // Its dense layers have a rectifier: the path has kinks, and so many steps are near the sum.
    assert.ok(Math.abs(expected) > 1 && Math.abs(residual) < 1e-2 * Math.abs(expected), `${residual} of ${expected}`);

    const { dims, data } = input.tensor;
    const at = (alpha: number) =>
      floats(
        dims,
        data.map((v) => alpha * v),
      );
    const logit = async (alpha: number): Promise<number> =>
      (await model.network.logits(at(alpha), new Execution())).data[0];
    const context: MethodContext = {
      network: model.network,
      input: input.tensor,
      score,
      params: {},
      draws: new Draws(0),
      files: {},
      execution: new Execution(),
      report: () => undefined,
    };
    const places = [0.03, 0.4, 0.9];
    const slopes: number[] = [];
    await gradientsAt(
      context,
      places.length,
      (i, into) => into.set(at(places[i]).data),
      { wrt: [model.network.graph.input] },
      ({ start, end, gradients }) => {
        for (let i = start; i < end; i++)
          slopes[i] = data.reduce((sum, v, k) => sum + v * gradients[0].data[(i - start) * data.length + k], 0);
      },
    );
    for (const [i, alpha] of places.entries()) {
      const difference = ((await logit(alpha + 0.01)) - (await logit(alpha - 0.01))) / 0.02;
      assert.ok(
        Math.abs(difference - slopes[i]) < 2e-3 * Math.abs(slopes[i]),
        `at ${alpha}: ${difference} and ${slopes[i]}`,
      );
    }
    await model.network.close();
  });
});
