import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { withShapes } from '../../../src/engine/graph/shapes';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { reverse } from '../../../src/engine/gradient/reverse';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, type Tensor } from '../../../src/engine/tensor/tensor';

/** The gradient of Σ weight · x behind rounding to whole numbers and back. */
async function gradientOf(x: readonly number[], scale: Tensor, zero: Tensor): Promise<number[]> {
  const dims = [1, 2, x.length / 2];
  const builder = new GraphBuilder();
  builder.input('x', 'float32', dims);
  const [s, z] = [builder.constant(scale), builder.constant(zero)];
  const whole = builder.op('QuantizeLinear', ['x', s, z]);
  const rounded = builder.op('DequantizeLinear', [whole, s, z]);
  builder.output(
    builder.op(
      'Mul',
      [
        rounded,
        builder.constant(
          floats(
            dims,
            x.map((_, k) => k + 1),
          ),
        ),
      ],
      {},
      'y',
    ),
  );
  const backward = new GraphBuilder(withShapes(builder.build()), 'back/');
  const ones = backward.constant(
    floats(
      dims,
      x.map(() => 1),
    ),
  );
  const gradients = reverse(backward, {
    outputGradients: new Map([['y', ones]]),
    targets: ['x'],
    rules: gradientRule,
  });
  backward.output(backward.op('Identity', [gradients.get('x')!], {}, 'gradient'));
  const session = await createSession(withShapes(backward.build()), { device: 'cpu', threads: 1 });
  const { gradient } = await session.run({ x: floats(dims, x) });
  await session.release();
  return Array.from(gradient.data as Float32Array, (v) => Math.round(v * 1e4) / 1e4);
}

const bytes = (data: readonly number[], dims: readonly number[]): Tensor => ({
  type: 'uint8',
  dims,
  data: Uint8Array.from(data),
});

describe('gradients through rounding to whole numbers', () => {
  it('pass straight through what fits, its ends included', async () => {
    // 0.1 · (0 − 10) = −1 to 0.1 · (255 − 10) = 24.5.
    const x = [-1.2, -1, 0.123, 24.5, 24.7, 3];
    assert.deepEqual(await gradientOf(x, floats([], [0.1]), bytes([10], [])), [0, 2, 3, 4, 0, 6]);
  });

  it('know a scale for each channel', async () => {
    const x = [1, 30, 1, 30];
    assert.deepEqual(await gradientOf(x, floats([2], [0.1, 1]), bytes([0, 0], [2])), [1, 0, 3, 4]);
  });
});
