import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scatteringInput } from '../../../src/engine/filters/scattering/array';
import { writeScattering } from '../../../src/engine/filters/scattering/scattering-files';
import { signalBank } from '../../../src/engine/filters/scattering/signal';
import { writeSignalScattering } from '../../../src/engine/filters/scattering/signal-files';
import { decodeNpy, encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png');

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-sheets-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('files of the scattering of images', () => {
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
