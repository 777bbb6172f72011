import assert from 'node:assert/strict';
import { differentiated, gradientName, OUTPUT_GRADIENT } from '../../../src/engine/attribution/derivation/derivative';
import { prepareModel } from '../../../src/engine/graph/preparation';
import type { Filter1d } from '../../../src/engine/scattering/bank1d';
import { mirrored } from '../../../src/engine/scattering/padding';
import { bankOf1d, paddingOf1d, paths1d, type ScatteringOptions1d } from '../../../src/engine/scattering/options1d';
import { scatteringModel1d } from '../../../src/engine/scattering/transform1d';
import { evaluate } from '../../../src/engine/session/evaluation';
import { createSession } from '../../../src/engine/session/runtime';
import { fft, fromReal, ifft, type Complex } from '../../../src/engine/tensor/fft';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

function signal(batch: number, { channels, length }: ScatteringOptions1d): FloatTensor {
  const tensor = floats([batch, channels, length]);
  for (let i = 0; i < tensor.data.length; i++)
    tensor.data[i] = Math.sin(0.37 * i) + 0.4 * Math.cos(1.7 * Math.sqrt(i)) + 0.2 * Math.sin(2.9 * i);
  return tensor;
}

async function scattered(options: ScatteringOptions1d, tensor: FloatTensor): Promise<FloatTensor> {
  const session = await createSession(scatteringModel1d(options), { device: 'cpu', threads: 1 });
  try {
    return (await session.run({ signal: tensor })).scattering as FloatTensor;
  } finally {
    await session.release();
  }
}

/** Product in Fourier, inverse transform, every `step`-th sample: the definition in float64. */
function filtered(values: Float64Array, filter: Float64Array, step: number): Complex {
  const { re, im } = fft(fromReal(values));
  const full = ifft({ re: re.map((v, i) => v * filter[i]), im: im.map((v, i) => v * filter[i]) });
  const every = (part: Float64Array): Float64Array => part.filter((_, i) => i % step === 0);
  return { re: every(full.re), im: every(full.im) };
}

interface Propagated {
  readonly plane: Float64Array;
  readonly level: number;
}

/** The transform of one channel by its definition, path by path. */
function direct(values: Float32Array, options: ScatteringOptions1d): number[] {
  const bank = bankOf1d(options);
  const axis = paddingOf1d(bank, options);
  const last = Math.floor(Math.log2(bank.T));
  const padded = Float64Array.from(mirrored(axis), (i) => values[i]);
  const propagated = (from: Float64Array, filter: Filter1d, level: number): Propagated => {
    const next = Math.min(filter.j, last);
    const { re, im } = filtered(from, filter.fourier(level), 2 ** (next - level));
    return { plane: re.map((v, i) => Math.hypot(v, im[i])), level: next };
  };
  return paths1d(bank, options.maxOrder).flatMap(({ order, n1, n2 }) => {
    let at: Propagated = { plane: padded, level: 0 };
    if (order > 0) at = propagated(at.plane, bank.psi1[n1], 0);
    if (order > 1) at = propagated(at.plane, bank.psi2[n2], at.level);
    return [...filtered(at.plane, bank.phi.fourier(at.level), 2 ** (last - at.level)).re.slice(axis.from, axis.to)];
  });
}

describe('1-D scattering as a graph', () => {
  const cases: readonly ScatteringOptions1d[] = [
    { length: 37, channels: 1, J: 2, Q: [1, 1], maxOrder: 2 },
    { length: 100, channels: 2, J: 4, Q: [3, 2], maxOrder: 2 },
    { length: 255, channels: 1, J: 5, Q: [16, 1], maxOrder: 2 },
    { length: 301, channels: 1, J: 6, Q: [5, 3], T: 20, maxOrder: 2 },
    { length: 129, channels: 1, J: 3, Q: [2, 1], T: 50, maxOrder: 2 },
    { length: 64, channels: 3, J: 4, Q: [1, 1], T: 3, maxOrder: 2 },
    { length: 64, channels: 1, J: 3, Q: [2, 2], T: 1, maxOrder: 2 },
    { length: 90, channels: 1, J: 5, Q: [8, 1], maxOrder: 1 },
    { length: 33, channels: 1, J: 5, Q: [4, 1], maxOrder: 0 },
    { length: 16, channels: 1, J: 4, Q: [1, 1], maxOrder: 2 },
    { length: 37, channels: 1, J: 2, Q: [2, 1], padded: 64, before: 14, maxOrder: 2 },
    { length: 500, channels: 1, J: 1, Q: [1, 1], maxOrder: 2 },
  ];
  for (const options of cases) {
    const { length, channels, J, Q, T, maxOrder } = options;
    it(`agrees with its definition for ${channels} × ${length}, J = ${J}, Q = ${Q.join(', ')}, T = ${T ?? 2 ** J}, order ${maxOrder}${options.before === undefined ? '' : `, ${options.before} samples in front`}`, async () => {
      const tensor = signal(2, options);
      const got = await scattered(options, tensor);
      const expected = Array.from({ length: 2 * channels }, (_, i) =>
        direct(tensor.data.subarray(i * length, (i + 1) * length), options),
      ).flat();
      assert.equal(got.data.length, expected.length);
      assert.ok(expected.length > 0);
      const paths = paths1d(bankOf1d(options), maxOrder);
      const time = got.dims[2];
      const orderOf = (i: number): number => paths[Math.floor(i / time) % paths.length].order;
      const peaks = [0, 1, 2].map((order) =>
        expected.reduce((most, v, i) => (orderOf(i) === order ? Math.max(most, Math.abs(v)) : most), 0),
      );
      expected.forEach((v, i) =>
        assert.ok(
          Math.abs(v - got.data[i]) < 5e-6 * peaks[orderOf(i)],
          `value ${i} of [${got.dims.join(', ')}]: ${got.data[i]} is not ${v}`,
        ),
      );
    });
  }

  it('holds no matrix as large as the square of a long signal', () => {
    const { graph } = scatteringModel1d({ length: 2048, channels: 1, J: 6, Q: [1, 1], maxOrder: 2 });
    const numbers = [...graph.weights.values()].reduce((sum, { dims }) => sum + dims.reduce((a, b) => a * b, 1), 0);
    assert.ok(numbers < 2 * 2048 * 2048, `${numbers} numbers`);
  });

  it('refuses signals that are too short or too long in one sentence', () => {
    const options = { channels: 1, J: 5, Q: [1, 1], maxOrder: 2 } as const;
    assert.throws(() => scatteringModel1d({ ...options, length: 31 }), {
      code: 'invalid-argument',
      message: /31 samples are too few for averaging over 32/,
    });
    assert.throws(() => scatteringModel1d({ ...options, length: 8000, T: 2 }), {
      code: 'invalid-argument',
      message: /too long/,
    });
    assert.throws(() => scatteringModel1d({ ...options, length: 50000 }), {
      code: 'invalid-argument',
      message: /too long/,
    });
  });

  it('has the gradient that finite differences show', async () => {
    const options = { length: 60, channels: 1, J: 3, Q: [2, 1], maxOrder: 2 } as const;
    const { model } = await prepareModel(scatteringModel1d(options), evaluate);
    const backward = await createSession(differentiated(model, 'scattering', { wrt: ['signal'] }), {
      device: 'cpu',
      threads: 1,
    });
    const x = signal(1, options);
    const value = await scattered(options, x);
    const seed = floats(
      value.dims,
      value.data.map((_, i) => Math.cos(i)),
    );
    const gradient = (await backward.run({ signal: x, [OUTPUT_GRADIENT]: seed }))[gradientName('signal')]
      .data as Float32Array;
    await backward.release();
    const direction = gradient.map((_, i) => Math.sin(1.3 * i));
    const at = async (h: number): Promise<number> => {
      const { data } = await scattered(
        options,
        floats(
          x.dims,
          x.data.map((v, i) => v + h * direction[i]),
        ),
      );
      return data.reduce((sum, v, i) => sum + v * seed.data[i], 0);
    };
    // Small, because a modulus near 0 bends within a hundredth.
    const difference = ((await at(0.001)) - (await at(-0.001))) / 0.002;
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
    assert.ok(
      Math.abs(slope) > 0.01 && Math.abs(difference - slope) < 1e-2 * Math.abs(slope),
      `${difference} is not ${slope}`,
    );
  });
});
