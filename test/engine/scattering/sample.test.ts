import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { scatteringOptionsOf } from '../../../src/engine/scattering/scatnet';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = path.resolve(__dirname, '../../../samples');
const MODEL = path.join(SAMPLES, 'models/faces-scatnet.onnx');
const CLASSES = ['glasses', 'no-glasses', 'sunglasses'];
const PLANE = 128 * 128;

describe('sample ScatNet', () => {
  it('is a small file that says how it scatters', () => {
    assert.ok(statSync(MODEL).size < 1.5e6);
    assert.deepEqual(scatteringOptionsOf(decodeOnnx(readFileSync(MODEL))), { height: 128, width: 128, channels: 3, J: 3, L: 8, maxOrder: 2 });
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
        for (let i = 0; i < 3 * PLANE; i++) input.data[n * 3 * PLANE + i] = (pixels[(i % PLANE) * 3 + Math.floor(i / PLANE)] / 255 - 0.5) / 0.25;
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
});
