import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { explain } from '../../../src/engine/explanation/explanation';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

describe('arrays that parameters name by their files', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  let folder: string;
  let side: number;
  before(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
    [side] = input.tensor.dims.slice(-1);
    folder = mkdtempSync(join(tmpdir(), 'given-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await model.network.close();
  });

  const run = async (params: object) =>
    (await explain(model, input, { index: 2, kind: 'logit' }, { method: 'feature-ablation', params: { ...params } }))
      .result;
  /** Quarters of a square, numbered row by row. */
  const quarter = (i: number, of: number): number =>
    2 * Math.floor(i / of / (of / 2)) + Math.floor((i % of) / (of / 2));

  /** A file of quarters, in four shades, of twice the input's size. */
  async function image(name: string, palette: boolean, shades: readonly number[]): Promise<string> {
    const path = join(folder, name);
    const raw = Buffer.from(
      Uint8Array.from({ length: 3 * 4 * side * side }, (_, k) => shades[quarter(Math.floor(k / 3), 2 * side)]),
    );
    await sharp(raw, { raw: { width: 2 * side, height: 2 * side, channels: 3 } })
      .png({ palette, colours: 4 })
      .toFile(path);
    return path;
  }

  it('are label maps as .npy, as palette entries, and as colours, all alike', async () => {
    const npy = join(folder, 'quarters.npy');
    writeFileSync(
      npy,
      encodeNpy(
        floats(
          [side, side],
          Float32Array.from({ length: side * side }, (_, i) => [7, 3, 90, 11][quarter(i, side)]),
        ),
      ),
    );
    const files = [
      npy,
      await image('palette.png', true, [10, 200, 90, 255]),
      await image('colours.png', false, [3, 100, 4, 99]),
    ];
    const grid = await run({ segmentation: 'grid', rows: 2, columns: 2 });
    for (const segmentMap of files) {
      const result = await run({ segmentMap });
      assert.equal(new Set(result.segments?.data).size, 4, segmentMap);
      assert.deepEqual(result.map.data, grid.map.data);
      assert.equal(result.leastPasses, 5);
    }
  });

  it('are refused where they are missing, of another size, or a photo', async () => {
    await assert.rejects(run({ segmentMap: join(folder, 'none.png') }), /cannot be read/);
    const small = join(folder, 'small.npy');
    writeFileSync(small, encodeNpy(floats([3, 3])));
    await assert.rejects(run({ segmentMap: small }), /3, 3/);
    const photo = join(folder, 'photo.png');
    const raw = Buffer.from(
      Uint8Array.from({ length: 3 * side * side }, (_, k) => (k * 7919 + (k >> 3) * (k >> 5)) & 255),
    );
    await sharp(raw, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toFile(photo);
    await assert.rejects(run({ segmentMap: photo }), /labels/);
  });

  it('are baselines: an image as the recipe sees it, or an array', async () => {
    const black = join(folder, 'black.png');
    await sharp({ create: { width: side, height: side, channels: 3, background: '#000000' } })
      .png()
      .toFile(black);
    const named = await run({ baseline: 'black', segments: 9 });
    assert.deepEqual((await run({ baseline: 'file', baselineFile: black, segments: 9 })).map.data, named.map.data);
    const zeros = join(folder, 'zeros.npy');
    writeFileSync(zeros, encodeNpy(floats(input.tensor.dims)));
    assert.deepEqual(
      (await run({ baseline: 'file', baselineFile: zeros, segments: 9 })).map.data,
      (await run({ segments: 9 })).map.data,
    );
    for (const [level, same] of [
      [0, 'black'],
      [1, 'white'],
    ] as const) {
      assert.deepEqual(
        (await run({ baseline: 'level', baselineLevel: level, segments: 9 })).map.data,
        (await run({ baseline: same, segments: 9 })).map.data,
      );
    }
    assert.notDeepEqual((await run({ baseline: 'level', segments: 9 })).map.data, named.map.data, 'grey by default');
    await assert.rejects(run({ baseline: 'file' }), /file/);
  });
});
