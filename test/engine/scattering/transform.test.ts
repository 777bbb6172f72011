import assert from 'node:assert/strict';
import { filterBank2d, type Filter2d } from '../../../src/engine/scattering/bank2d';
import { mirrored, padding2d } from '../../../src/engine/scattering/padding';
import { pathCount2d, paths2d } from '../../../src/engine/scattering/paths';
import { scatteringModel, type ScatteringOptions } from '../../../src/engine/scattering/transform2d';
import { createSession } from '../../../src/engine/session/runtime';
import { fft2, fromReal, ifft2, type Complex } from '../../../src/engine/tensor/fft';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

function waves(batch: number, { channels, height, width }: ScatteringOptions): FloatTensor {
  const image = floats([batch, channels, height, width]);
  for (let i = 0; i < image.data.length; i++)
    image.data[i] = 0.5 + 0.3 * Math.sin(0.37 * i) + 0.2 * Math.cos(1.7 * Math.sqrt(i));
  return image;
}

async function scattered(options: ScatteringOptions, image: FloatTensor): Promise<FloatTensor> {
  const session = await createSession(scatteringModel(options), { device: 'cpu', threads: 1 });
  try {
    return (await session.run({ image })).scattering as FloatTensor;
  } finally {
    await session.release();
  }
}

interface Plane {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

/** Product in Fourier, inverse transform, every `step`-th sample: the definition, filter by filter in float64. */
function filtered(
  { values, height, width }: Plane,
  filter: Float64Array,
  step: number,
): { z: Complex; height: number; width: number } {
  const { re, im } = fft2(fromReal(values), height, width);
  const full = ifft2({ re: re.map((v, i) => v * filter[i]), im: im.map((v, i) => v * filter[i]) }, height, width);
  const [h, w] = [height / step, width / step];
  const at = (i: number): number => Math.floor(i / w) * step * width + (i % w) * step;
  const every = (part: Float64Array): Float64Array => Float64Array.from({ length: h * w }, (_, i) => part[at(i)]);
  return { z: { re: every(full.re), im: every(full.im) }, height: h, width: w };
}

function propagated(plane: Plane, filter: Filter2d, level: number): Plane {
  const { z, height, width } = filtered(plane, filter.fourier(level), 2 ** (filter.j - level));
  return { values: z.re.map((v, i) => Math.hypot(v, z.im[i])), height, width };
}

/** The transform of one plane by its definition, path by path. */
function direct(values: Float32Array, { height, width, J, L, maxOrder }: ScatteringOptions): number[] {
  const [rows, columns] = [padding2d(height, J), padding2d(width, J)];
  const [down, across] = [mirrored(rows), mirrored(columns)];
  const source = (i: number): number => down[Math.floor(i / columns.padded)] * width + across[i % columns.padded];
  const padded = Float64Array.from({ length: rows.padded * columns.padded }, (_, i) => values[source(i)]);
  const bank = filterBank2d({ height: rows.padded, width: columns.padded, J, L });
  const signal = { values: padded, height: rows.padded, width: columns.padded };
  return paths2d(J, L, maxOrder).flatMap(({ order, j1, t1, j2, t2 }) => {
    let [plane, level] = [signal as Plane, 0];
    if (order > 0) [plane, level] = [propagated(plane, bank.psi[j1 * L + t1], 0), j1];
    if (order > 1) [plane, level] = [propagated(plane, bank.psi[j2 * L + t2], level), j2];
    const { z, height: h, width: w } = filtered(plane, bank.phi.fourier(level), 2 ** (J - level));
    return Array.from(z.re).filter(
      (_, i) => Math.floor(i / w) > 0 && Math.floor(i / w) < h - 1 && i % w > 0 && i % w < w - 1,
    );
  });
}

describe('2-D scattering as a graph', () => {
  const cases: readonly ScatteringOptions[] = [
    { height: 19, width: 26, channels: 1, J: 1, L: 3, maxOrder: 2 },
    { height: 21, width: 17, channels: 2, J: 2, L: 5, maxOrder: 2 },
    { height: 16, width: 40, channels: 1, J: 3, L: 4, maxOrder: 2 },
    { height: 16, width: 16, channels: 1, J: 4, L: 2, maxOrder: 1 },
    { height: 33, width: 47, channels: 1, J: 3, L: 6, maxOrder: 2 },
    { height: 9, width: 31, channels: 1, J: 3, L: 3, maxOrder: 2 },
    { height: 16, width: 33, channels: 1, J: 4, L: 1, maxOrder: 2 },
    { height: 40, width: 56, channels: 1, J: 5, L: 2, maxOrder: 2 },
    { height: 23, width: 23, channels: 1, J: 2, L: 7, maxOrder: 1 },
    { height: 2, width: 3, channels: 1, J: 1, L: 8, maxOrder: 2 },
    { height: 44, width: 12, channels: 3, J: 2, L: 4, maxOrder: 0 },
  ];
  for (const options of cases) {
    const { height, width, channels, J, L, maxOrder } = options;
    it(`agrees with its definition for ${channels} × ${height} × ${width}, J = ${J}, L = ${L}, order ${maxOrder}`, async () => {
      const image = waves(2, options);
      const got = await scattered(options, image);
      assert.deepEqual(
        [...got.dims],
        [2, channels * pathCount2d(J, L, maxOrder), Math.floor(height / 2 ** J), Math.floor(width / 2 ** J)],
      );
      const size = height * width;
      const expected = Array.from({ length: 2 * channels }, (_, i) =>
        direct(image.data.subarray(i * size, (i + 1) * size), options),
      ).flat();
      assert.equal(got.data.length, expected.length);
      const paths = paths2d(J, L, maxOrder);
      const positions = got.dims[2] * got.dims[3];
      const orderOf = (i: number): number => paths[Math.floor(i / positions) % paths.length].order;
      const peaks = [0, 1, 2].map((order) =>
        expected.reduce((most, v, i) => (orderOf(i) === order ? Math.max(most, v) : most), 0),
      );
      expected.forEach((v, i) =>
        assert.ok(Math.abs(v - got.data[i]) < 5e-6 * peaks[orderOf(i)], `value ${i}: ${got.data[i]} is not ${v}`),
      );
    });
  }

  it('gives each image of a batch what it gives it alone', async () => {
    const options = cases[1];
    const image = waves(3, options);
    const all = await scattered(options, image);
    const step = image.data.length / 3;
    const alone = await scattered(options, floats([1, ...image.dims.slice(1)], image.data.slice(2 * step)));
    const tail = all.data.slice(-alone.data.length);
    alone.data.forEach((v, i) => assert.ok(Math.abs(v - tail[i]) < 1e-6));
  });

  it('lists as many paths as it computes, the second scale always the coarser', () => {
    for (const [J, L] of [
      [1, 3],
      [3, 8],
      [4, 6],
    ]) {
      const paths = paths2d(J, L, 2);
      assert.equal(paths.length, pathCount2d(J, L, 2));
      assert.ok(paths.every((p) => p.order < 2 || p.j2 > p.j1));
    }
  });

  it('refuses images smaller than what it averages over', () => {
    assert.throws(() => scatteringModel({ height: 7, width: 30, channels: 1, J: 3, L: 4, maxOrder: 1 }), {
      code: 'invalid-argument',
    });
    assert.throws(() => scatteringModel({ height: 30, width: 30, channels: 0, J: 3, L: 4, maxOrder: 1 }), {
      code: 'invalid-argument',
    });
  });
});
