import assert from 'node:assert/strict';
import { filterTable, littlewoodPaley } from '../../../src/engine/scattering/analysis';
import { filterBank1d, paddedLength } from '../../../src/engine/scattering/bank1d';
import { filterBank2d } from '../../../src/engine/scattering/bank2d';

describe('Morlet filter banks', () => {
  const bank = filterBank2d({ height: 40, width: 48, J: 3, L: 6 });

  it('has J·L wavelets of zero mean and a low-pass of unit mean', () => {
    assert.equal(bank.psi.length, 18);
    for (const filter of bank.psi) assert.ok(Math.abs(filter.fourier()[0]) < 1e-12, `${filter.j} ${filter.angle}`);
    assert.ok(Math.abs(bank.phi.fourier()[0] - Math.PI / 3.1415) < 1e-9);
  });

  it('is centred where the table says', () => {
    const row = filterTable(bank)[7];
    const filter = bank.psi[7];
    const values = filter.fourier();
    const peak = values.indexOf(values.reduce((a, b) => Math.max(a, b)));
    const wrapped = (k: number, n: number): number => (k > n / 2 ? k - n : k) / n;
    const [v, u] = [wrapped(Math.floor(peak / 48), 40), wrapped(peak % 48, 48)];
    // The zero-mean correction pushes the peak outwards a little; a bin is 1/40.
    assert.ok(Math.abs(Math.hypot(u, v) - row.centreFrequency) < 1 / 40);
    assert.ok(Math.abs((Math.atan2(u, v) * 180) / Math.PI - row.angle!) < 12);
    assert.deepEqual([row.scale, row.name], [1, 'psi j=1 t=1']);
  });

  it('measures the bandwidth at half the energy', () => {
    const { bandwidth, centreFrequency, sigma } = filterTable(bank)[6];
    const energy = (f: number): number => Math.exp(-((2 * Math.PI * (f - centreFrequency) * sigma) ** 2));
    assert.ok(Math.abs(energy(centreFrequency + bandwidth / 2) - 0.5) < 1e-12);
  });

  it('keeps nearly all energy of an image and expands nothing much', () => {
    const sum = littlewoodPaley(filterBank2d({ height: 64, width: 64, J: 3, L: 8 }));
    const [least, most] = [Math.min(...sum), Math.max(...sum)];
    assert.ok(most < 1.5 && least > 0.1, `${least} to ${most}`);
    // Symmetric, as the spectrum of a real image is.
    assert.ok(Math.abs(sum[3 * 64 + 5] - sum[61 * 64 + 59]) < 1e-12);
  });

  it('refuses sizes that cannot be subsampled', () => {
    assert.throws(() => filterBank2d({ height: 42, width: 48, J: 3, L: 6 }), { code: 'invalid-argument' });
    assert.throws(() => filterBank2d({ height: 40, width: 48, J: 0, L: 6 }), { code: 'invalid-argument' });
    assert.throws(() => filterBank1d({ padded: 100, J: 3, Q: [4, 1], T: 8 }), { code: 'invalid-argument' });
  });

  it('pads signals to the power of two that the low-pass asks for and mirroring allows', () => {
    assert.deepEqual(
      [paddedLength(40, 8), paddedLength(64, 4), paddedLength(1024, 256), paddedLength(900, 2)],
      [64, 128, 2048, 1024],
    );
  });
});
