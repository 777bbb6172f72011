import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enterWorkspace } from '../../src/engine/file/workspace';
import { variableInputs } from '../../src/engine/explanation/variable-inputs';
import { decodeNpy } from '../../src/engine/tensor/npy';
import { savingExpression } from '../../src/extension/debugging/python';
import { Adapter, installPython } from './adapter';

const PROGRAM = `
import numpy as np
import torch
from PIL import Image

class Batch:
    image = (np.arange(12 * 16 * 3) % 251).astype("uint8").reshape(12, 16, 3)

def main():
    batch = {"first": Batch()}
    shares = (Batch.image / 255).transpose(2, 0, 1)
    tensor = torch.from_numpy(shares.astype("float32"))[None].requires_grad_()
    half = tensor.detach().half()
    picture = Image.fromarray(Batch.image)
    palette = picture.quantize(256)
    turned = Batch.image[::-1, ::2]
    text = "no array"
    breakpoint()
    print(shares, half, palette, turned, text)

main()
`;
const SIZE = 12 * 16 * 3;
const RAMP = Array.from({ length: SIZE }, (_, i) => i % 251);
/** The same with channels first. */
const PLANES = Array.from({ length: SIZE }, (_, i) => RAMP[3 * (i % 192) + Math.floor(i / 192)]);

describe('a variable of a program that debugpy has paused', function () {
  this.timeout(600_000);
  let folder: string;
  let adapter: Adapter;
  let frameId: number;
  before(async () => {
    installPython();
    folder = mkdtempSync(path.join(tmpdir(), 'lens-debugpy-'));
    enterWorkspace([folder]);
    const program = path.join(folder, 'program.py');
    writeFileSync(program, PROGRAM);
    adapter = new Adapter();
    frameId = await adapter.pausedIn(program);
  });
  after(async () => {
    await adapter.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let count = 0;
  /** Saves a variable as the extension does, and takes it as its engine does. */
  async function saved(variable: string) {
    const file = path.join(folder, `it's “${count++}”.npy`);
    await adapter.request('evaluate', { expression: savingExpression(variable, file), frameId, context: 'repl' });
    const { dims, data } = decodeNpy(readFileSync(file));
    return { dims, values: Array.from(data, Number), taken: await variableInputs(file) };
  }
  const near = (values: readonly number[], expected: readonly number[], by: number): void =>
    assert.ok(values.length === expected.length && values.every((value, i) => Math.abs(value - expected[i]) <= by));

  it('is an array of bytes, wherever it stands in the program', async () => {
    const { dims, values, taken } = await saved('batch["first"].image');
    assert.deepEqual([dims, values], [[12, 16, 3], RAMP]);
    assert.deepEqual([taken.layout, taken.values, taken.files.length], ['HWC', 'bytes', 1]);
  });

  it('is a view that is neither in order nor whole', async () => {
    const { dims, values } = await saved('turned');
    assert.deepEqual(dims, [12, 8, 3]);
    assert.deepEqual(values.slice(0, 6), [
      ...RAMP.slice(11 * 48, 11 * 48 + 3),
      ...RAMP.slice(11 * 48 + 6, 11 * 48 + 9),
    ]);
  });

  it('is an array of doubles, a tensor that wants its gradient, or one of half precision', async () => {
    const shares = PLANES.map((value) => value / 255);
    for (const [variable, dims, by] of [
      ['shares', [3, 12, 16], 1e-7],
      ['tensor', [1, 3, 12, 16], 1e-7],
      ['half', [1, 3, 12, 16], 5e-4],
    ] as const) {
      const { dims: own, values, taken } = await saved(variable);
      assert.deepEqual(own, dims, variable);
      near(values, shares, by);
      assert.equal(taken.values, 'shares', variable);
    }
  });

  it('is an image of PIL, of true colours or of a palette', async () => {
    const { dims, values, taken } = await saved('picture');
    assert.deepEqual([dims, values, taken.layout], [[12, 16, 3], RAMP, 'HWC']);
    assert.deepEqual((await saved('palette')).dims, [12, 16, 3]);
  });

  it('is refused where it is no array, and the program goes on as it was', async () => {
    const told = async () => {
      const expression = 'sorted(locals()), sorted(globals()), bool(tensor.requires_grad)';
      return (await adapter.request('evaluate', { expression, frameId, context: 'watch' })) as { result: string };
    };
    const before = (await told()).result;
    await assert.rejects(saved('nothing'), /nothing/);
    await assert.rejects(saved('text'), /could not convert string|invalid literal/);
    await saved('tensor');
    assert.equal((await told()).result, before);
  });
});
