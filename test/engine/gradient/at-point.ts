import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';
import { reversed } from './reversed';

/** The gradient of the sum of what `body` makes of `x`, weighed by `weights`. */
export async function gradientAt(
  x: readonly number[],
  body: (builder: GraphBuilder) => string,
  weights?: readonly number[],
): Promise<number[]> {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', [1, x.length]);
  const y = body(builder);
  builder.output(y, y, 'float32');
  const model = withShapes(builder.build());
  const forward = await createSession(model, { device: 'cpu', threads: 1 });
  const fed = { x: floats([1, x.length], x) };
  const { dims, data } = (await forward.run(fed))[y];
  await forward.release();
  const backward = await createSession(reversed(model, [y], ['x']), { device: 'cpu', threads: 1 });
  const outputGradient = floats(dims, weights ?? new Float32Array(data.length).fill(1));
  const { 'g:x': gradient } = await backward.run({ ...fed, [`d:${y}`]: outputGradient });
  await backward.release();
  return Array.from(gradient.data, Number);
}

export function assertClose(got: readonly number[], expected: readonly number[]): void {
  assert.equal(got.length, expected.length);
  got.forEach((value, k) =>
    assert.ok(
      Math.abs(value - expected[k]) <= 1e-5 * Math.max(1, Math.abs(expected[k])),
      `[${k}] is ${value}, not ${expected[k]}`,
    ),
  );
}
