import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { letter } from '../../../src/engine/image/lettering';
import { phaseColored, phaseWheel } from '../../../src/engine/image/phase-colors';
import { blank, sheetOf } from '../../../src/engine/image/sheet';
import { callsOver } from '../../../src/engine/job/calls';
import { writeFilters } from '../../../src/engine/filters/filter-files';
import { Models } from '../../../src/engine/model/open-models';
import { scatteringInput } from '../../../src/engine/filters/scattering/array';
import { pathAt } from '../../../src/protocol/scattering-disc';
import { writeScattering } from '../../../src/engine/filters/scattering/scattering-files';
import { signalBank } from '../../../src/engine/filters/scattering/signal';
import { writeSignalScattering } from '../../../src/engine/filters/scattering/signal-files';
import { decodeNpy, encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const MODEL = join(SAMPLES, 'models', 'faces-cnn.onnx');
const FACE = join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png');
const PNG = '89504e47';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-sheets-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('files of filters and of scattering', () => {
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
    for (const layer of ['/conv2/Conv_output_0', '/fc1/Gemm_output_0', 'logits']) {
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

  it('scattering coefficients with their bank', async () => {
    const input = join(folder, 'x.npy');
    writeFileSync(
      input,
      encodeNpy(
        floats(
          [2, 16, 24],
          Float32Array.from({ length: 768 }, (_, i) => Math.sin(i)),
        ),
      ),
    );
    const report = await writeScattering({ input, J: 2, L: 4, maxOrder: 2 }, join(folder, 's'), 1);
    assert.deepEqual(report.dims, [1, 2 * 25, 4, 6]);
    const { data } = decodeNpy(readFileSync(join(folder, 's', 'scattering.npy')));
    const means = report.paths.map((_, k) => {
      let sum = 0;
      for (const channel of [0, 1]) for (let p = 0; p < 24; p++) sum += Number(data[(channel * 25 + k) * 24 + p]) / 48;
      return sum;
    });
    report.means.forEach((mean, k) => assert.ok(Math.abs(mean - means[k]) < 1e-6));
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 's', 'filters.npy'))).dims, [
      9,
      report.padded[0],
      report.padded[1],
    ]);
    assert.deepEqual(
      report.files.filter((f) => f.endsWith('.png')),
      ['order-0.png', 'order-1.png', 'order-2.png', 'disc.png', 'bank.png'],
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

describe('the polar disc', () => {
  it('shows at a direction and radius the wavelet of that direction and frequency, at both ends', () => {
    for (const [J, L] of [
      [3, 8],
      [2, 6],
      [4, 5],
    ]) {
      for (let j = 0; j < J; j++) {
        for (let t = 0; t < L; t++) {
          const theta = ((Math.floor(L - L / 2 - 1) - t) * Math.PI) / L;
          const radius = 0.75 * 2 ** -j;
          for (const end of [radius, -radius]) {
            const path = pathAt(end * Math.sin(theta), end * Math.cos(theta), { J, L, order: 1 });
            assert.deepEqual(path, { j1: j, t1: t, j2: -1, t2: -1 });
          }
        }
      }
    }
  });

  it('holds every second-order path once in each half, and nothing coarser than its first scale', () => {
    const [J, L] = [3, 4];
    const seen = new Set<string>();
    for (let y = -399.5; y < 400; y++)
      for (let x = -399.5; x < 400; x++) {
        const path = pathAt(x / 400, y / 400, { J, L, order: 2 });
        if (!path) continue;
        assert.ok(path.j2 > path.j1 && path.j2 < J && path.t2 >= 0 && path.t2 < L, JSON.stringify(path));
        seen.add(Object.values(path).join());
      }
    assert.equal(seen.size, (L * L * J * (J - 1)) / 2);
  });
});

describe('sheets', () => {
  const pixel = ({ rgba, width }: { rgba: ArrayLike<number>; width: number }, x: number, y: number): number[] =>
    [0, 1, 2].map((c) => rgba[4 * (y * width + x) + c]);

  it('colour phases by hue and magnitudes by brightness', () => {
    const raster = phaseColored([1, 0.5, -0.5, 0], [0, 0, Math.sqrt(3) / 2, 0], 1, 4, 1);
    assert.deepEqual(
      [0, 1, 2, 3].map((x) => pixel(raster, x, 0)),
      [
        [255, 64, 64],
        [128, 32, 32],
        [64, 255, 64],
        [0, 0, 0],
      ],
    );
  });

  it('the wheel has red at the right, black in the middle, white around', () => {
    const wheel = phaseWheel();
    const middle = wheel.width >> 1;
    assert.deepEqual(pixel(wheel, middle, middle), [0, 0, 0]);
    assert.deepEqual(pixel(wheel, middle + 40, middle), [255, 64, 64]);
    assert.deepEqual(pixel(wheel, 0, 0), [255, 255, 255]);
  });

  it('leave places of absent tiles empty and put captions below', () => {
    const tile = { raster: blank(10, 10, 0), caption: '1' };
    const sheet = sheetOf([undefined, tile], 2);
    assert.deepEqual(pixel(sheet, 8, 8), [255, 255, 255]);
    assert.deepEqual(pixel(sheet, 24, 8), [0, 0, 0]);
    assert.ok(sheet.height > 22);
  });

  it('letters stay inside their image', () => {
    const raster = blank(5, 5);
    letter(raster, '888', -2, -2, 2);
    assert.equal(raster.rgba.length, 100);
    assert.ok(raster.rgba.some((v) => v === 0));
  });
});

describe('scattering of signals', () => {
  const stored = (name: string, dims: readonly number[]): string => {
    const path = join(folder, name);
    writeFileSync(
      path,
      encodeNpy(
        floats(
          dims,
          Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(0.3 * i)),
        ),
      ),
    );
    return path;
  };

  it('is told from images by the shape: an array of fewer than 2^J rows is no image', () => {
    assert.deepEqual(scatteringInput(stored('a.npy', [200]), 3), { kind: 'signal', channels: 1, length: 200 });
    assert.deepEqual(scatteringInput(stored('b.npy', [2, 200]), 3), { kind: 'signal', channels: 2, length: 200 });
    assert.deepEqual(scatteringInput(stored('c.npy', [1, 7, 200]), 3), { kind: 'signal', channels: 7, length: 200 });
    assert.deepEqual(scatteringInput(stored('d.npy', [8, 200]), 3), { kind: 'image' });
    assert.deepEqual(scatteringInput(stored('e.npy', [3, 7, 200]), 3), { kind: 'image' });
    assert.deepEqual(scatteringInput(FACE, 3), { kind: 'image' });
  });

  it('writes coefficients, scalograms and the bank, with the place in time of every column', async () => {
    const input = stored('s.npy', [1, 2, 200]);
    const report = await writeSignalScattering({ input, J: 4, Q: [4, 1], maxOrder: 2 }, join(folder, 'signal'), 1);
    assert.deepEqual(
      [report.dims, report.padded, report.length, report.stride],
      [[1, 2 * report.paths.length, 13], 512, 200, 16],
    );
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 'signal', 'scattering.npy'))).dims, report.dims);
    assert.deepEqual(decodeNpy(readFileSync(join(folder, 'signal', 'filters.npy'))).dims, [report.filters.length, 512]);
    assert.deepEqual(
      report.files.filter((f) => f.endsWith('.png')),
      ['order-0.png', 'order-1.png', 'order-2.png', 'bank.png'],
    );
    assert.ok(report.start >= 0 && report.start < 16);
    // The wave turns by 0.3 radians a sample: of first order the wavelet nearest to that frequency answers most.
    const first = report.paths.flatMap((path, k) =>
      path.order === 1 ? [{ mean: report.means[k], xi: report.frequencies[0][path.n1] }] : [],
    );
    const strongest = first.reduce((a, b) => (b.mean > a.mean ? b : a));
    const nearest = first.reduce((a, b) =>
      Math.abs(b.xi - 0.3 / (2 * Math.PI)) < Math.abs(a.xi - 0.3 / (2 * Math.PI)) ? b : a,
    );
    assert.equal(strongest.xi, nearest.xi);
  });

  it('shows a bank whose filters peak at their centre frequency and whose families lose and add little energy', () => {
    const { filters, littlewoodPaley, padded } = signalBank({ length: 300, J: 5, Q: [8, 2] });
    for (const {
      frequency: { data },
      centreFrequency,
      time,
    } of filters) {
      const at = data.indexOf(data.reduce((a, b) => Math.max(a, b), -Infinity)) - padded / 2;
      assert.ok(Math.abs(at / padded - centreFrequency) <= 1.5 / padded, `${at / padded} is not ${centreFrequency}`);
      assert.equal(time.dims[0], 2);
    }
    assert.deepEqual(littlewoodPaley.dims, [2, padded]);
    assert.ok(littlewoodPaley.data.every((v) => v > 0 && v < 2));
  });

  it('refuses what is no signal', async () => {
    await assert.rejects(
      writeSignalScattering({ input: FACE, J: 3, Q: [1, 1], maxOrder: 1 }, folder, 1),
      /a signal is stored as \.npy/,
    );
    await assert.rejects(
      writeSignalScattering({ input: stored('p.npy', [3, 8, 8]), J: 3, Q: [1, 1], maxOrder: 1 }, folder, 1),
      /\[3, 8, 8\]/,
    );
    assert.throws(() => scatteringInput(join(folder, 'missing.npy'), 3), /cannot be read/);
  });
});
