import { deepStrictEqual, ok } from 'node:assert';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Attributes, type Model } from '../../../src/engine/graph/model';
import { createSession } from '../../../src/engine/session/runtime';
import { integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { difference, noise, run } from '../graph/running';

/** Negative numbers: a pool must see the zeros around them. */
const image: Tensor<Float32Array> = { ...noise([1, 3, 6, 7]), data: noise([1, 3, 6, 7]).data.map((v) => v - 2) };

/** Padding by `before` and `after` rows and columns, then a pool. */
function padded(op: string, before: number, after: number, attributes: Attributes): Model {
  const builder = new GraphBuilder();
  builder.input('input', 'float32', [1, 3, 6, 7]);
  const pads = builder.constant(integers([0, 0, before, before, 0, 0, after, after]));
  builder.output(builder.op(op, [builder.op('Pad', ['input', pads])], attributes), 'output');
  return builder.build();
}

describe('padding before a pool', () => {
  const window = (size: number): Attributes => ({ kernel_shape: ints([size, size]), strides: ints([2, 2]) });
  const CASES: readonly (readonly [what: string, model: Model])[] = [
    ['is zero in a largest value', padded('MaxPool', 1, 1, window(2))],
    ['may be as wide as the window', padded('MaxPool', 2, 3, window(2))],
    ['is counted where a pool rounds up', padded('AveragePool', 1, 2, { ...window(3), ceil_mode: int(1) })],
    ['is counted by a mean', padded('AveragePool', 1, 1, { ...window(2), count_include_pad: int(1) })],
  ];
  for (const [what, model] of CASES)
    it(what, async () => {
      const session = await createSession(model, { device: 'cpu', threads: 1 });
      const { output } = await session.run({ input: image });
      await session.release();
      const expected = (await run(model, { input: image })).get('output');
      ok(expected);
      deepStrictEqual([...output.dims], [...expected.dims]);
      ok(difference(output, expected) < 1e-6, `off by ${difference(output, expected)}`);
    });
});
