import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callsOver } from '../../../src/engine/job/calls';
import { writeFilters } from '../../../src/engine/filters/filter-files';
import { Models } from '../../../src/engine/model/open-models';
import { decodeNpy } from '../../../src/engine/tensor/npy';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const MODEL = join(SAMPLES, 'models', 'faces-cnn.onnx');
const FACE = join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png');
const PNG = '89504e47';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-sheets-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('files of filters', () => {
  it('kernels, frequency responses, feature maps and a report', async () => {
    const report = await writeFilters({ model: MODEL, input: FACE, out: folder, device: 'cpu', threads: 1 });
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 'kernels.npy'))).dims, [8, 3, 5, 5]);
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 'frequency.npy'))).dims, [8, 32, 32]);
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 'features.npy'))).dims, [8, 128, 128]);
    for (const name of report.files) assert.ok(existsSync(join(folder, name)), name);
    for (const name of report.files.filter((f) => f.endsWith('.png')))
      assert.equal(readFileSync(join(folder, name)).subarray(0, 4).toString('hex'), PNG);
    assert.deepEqual(
      JSON.parse(readFileSync(join(folder, 'filters.json'), 'utf8')).layers.map((l: { op: string }) => l.op),
      ['Conv', 'Conv', 'Conv', 'Gemm', 'Gemm', 'Gemm'],
    );
  });

  it('every kind of layer can be drawn', async () => {
    for (const layer of ['conv2', 'dense1', 'logits']) {
      const { files } = await writeFilters({
        model: MODEL,
        layer,
        input: FACE,
        out: join(folder, 'all'),
        device: 'cpu',
        threads: 1,
      });
      assert.ok(files.includes('kernels.png') && files.includes('features.png'), layer);
    }
  });

  it('feature maps of a file of weights are refused in one sentence', async () => {
    const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] } }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const path = join(folder, 'w.safetensors');
    writeFileSync(path, Buffer.concat([length, header, Buffer.alloc(4)]));
    await assert.rejects(
      writeFilters({ model: path, input: FACE, out: folder, device: 'cpu', threads: 1 }),
      /has no graph/,
    );
    assert.equal(
      (await writeFilters({ model: path, out: join(folder, 'w'), device: 'cpu', threads: 1 })).hasGraph,
      false,
    );
  });
});

describe("the engine's calls about filters", () => {
  it('answer over one set of models, with the filters of the bank in place', async () => {
    const models = new Models({ device: 'cpu', threads: 1 });
    const calls = callsOver(models);
    const none = (): void => undefined;
    const { signal } = new AbortController();
    const { layers } = await calls['filters.layers']({ model: MODEL }, none, signal);
    const kernels = await calls['filters.kernels']({ model: MODEL, layer: layers[1].tensor }, none, signal);
    assert.deepEqual(kernels.kernels.dims, layers[1].dims);
    const [maps] = await calls['filters.features'](
      { model: MODEL, layer: layers[1].tensor, inputs: [FACE] },
      none,
      signal,
    );
    assert.equal(maps.maps.dims[0], layers[1].dims[0]);
    let events = 0;
    const request = {
      model: MODEL,
      layer: layers[2].tensor,
      filter: 1,
      folder: join(SAMPLES, 'faces', 'test', 'glasses'),
      count: 3,
    };
    const { images } = await calls['filters.images'](request, () => events++, signal);
    assert.ok(images.length === 3 && events >= 3 && images[0].value >= images[1].value && images[0].patch.width < 128);
    const bank = await calls['scattering.bank']({ height: 32, width: 32, J: 2, L: 4 }, none, signal);
    assert.equal(bank.filters.length, 9);
    // The peak of every transfer function lies where the table says: centre frequency along its angle.
    for (const {
      frequency: {
        dims: [, height, width],
        data,
      },
      angle,
      centreFrequency,
    } of bank.filters) {
      const at = data.indexOf(data.reduce((a, b) => Math.max(a, b), 0));
      const [row, column] = [Math.floor(at / width) / height - 0.5, (at % width) / width - 0.5];
      const wanted =
        angle === null
          ? [0, 0]
          : [Math.cos((angle * Math.PI) / 180) * centreFrequency, Math.sin((angle * Math.PI) / 180) * centreFrequency];
      assert.ok(Math.hypot(row - wanted[0], column - wanted[1]) < 1.5 / height, `${angle}: ${row}, ${column}`);
    }
    await models.close(MODEL);
  });
});
