import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { assertClose, gradientAt } from './at-point';

const EIGHT = Array.from({ length: 8 }, (_, k) => k);

/** The same in the channels of an image, for which ONNX Runtime has kernels of its own. */
const asImage =
  (body: (b: GraphBuilder, x: string) => string) =>
  (b: GraphBuilder): string =>
    body(b, b.op('Reshape', ['x', b.integers(1, 8, 1, -1)]));
const clip =
  (low?: number, high?: number) =>
  (b: GraphBuilder, x = 'x'): string =>
    b.op('Clip', [x, low === undefined ? '' : b.scalar(low), high === undefined ? '' : b.scalar(high)]);

describe('gradients at the ends of a Clip', () => {
  // torch.clamp passes at its bounds, torch.nn.ReLU6 does not.
  for (const [name, body, x, expected] of [
    ['clamp(0, 1)', clip(0, 1), [-0.5, 0, 0.5, 1, 1.5], [0, 1, 1, 1, 0]],
    ['clamp(-1, 1)', clip(-1, 1), [-1.25, -1, 0, 1, 1.25], [0, 1, 1, 1, 0]],
    ['clamp(0.1, 0.7)', clip(0.1, 0.7), [0.0999, 0.1, 0.3, 0.7, 0.7001], [0, 1, 1, 1, 0]],
    ['clamp(min=0)', clip(0), [-1, 0, 1], [0, 1, 1]],
    ['clamp(max=2)', clip(undefined, 2), [1, 2, 3], [1, 1, 0]],
    ['ReLU6', clip(0, 6), [-1, 0, 1, 6, 7], [0, 0, 1, 0, 0]],
  ] satisfies [string, (b: GraphBuilder, x?: string) => string, number[], number[]][]) {
    it(name, async () => assertClose(await gradientAt(x, body), expected));
    it(`${name} of an image`, async () => {
      const [values, gradients] = [x, expected].map((one) => EIGHT.flatMap(() => one));
      assertClose(await gradientAt(values, asImage(body)), gradients);
    });
  }

  it('clamp between computed bounds', async () => {
    const body = (b: GraphBuilder): string => {
      const zero = b.op('ReduceSum', [b.op('Mul', ['x', b.scalar(0)])], { keepdims: int(0) });
      return b.op('Clip', ['x', zero, b.op('Add', [zero, b.scalar(1)])]);
    };
    assertClose(await gradientAt([-1, 0, 1, 2], body), [0, 1, 1, 0]);
  });
});

describe('gradients of tied extrema', () => {
  const x = [1, 3, 3, 0, 0, 3];
  const along = (b: GraphBuilder) => b.op('Reshape', ['x', b.integers(1, 6)]);
  for (const [op, place, first, share] of [
    ['ReduceMax', 'ArgMax', [0, 1, 0, 0, 0, 0], [0, 1 / 3, 1 / 3, 0, 0, 1 / 3]],
    ['ReduceMin', 'ArgMin', [0, 0, 0, 1, 0, 0], [0, 0, 0, 1 / 2, 1 / 2, 0]],
  ] as const) {
    it(`${op} is shared by all, as amax and amin have it`, async () =>
      assertClose(await gradientAt(x, (b) => b.op(op, [along(b), b.integers(1)])), share));

    for (const keepdims of [0, 1])
      it(`${op} beside ${place} goes to the first, as max(dim) has it, keepdims ${keepdims}`, async () => {
        const both = (b: GraphBuilder): string => {
          const rows = along(b);
          b.op(place, [rows], { axis: int(-1), keepdims: int(0) });
          return b.op(op, [rows, b.integers(1)], { keepdims: int(keepdims) });
        };
        assertClose(await gradientAt(x, both), first);
      });

    it(`${op} beside ${place} along another axis is shared`, async () => {
      const both = (b: GraphBuilder): string => {
        const rows = b.op('Reshape', ['x', b.integers(1, 1, 6)]);
        b.op(place, [rows], { axis: int(1) });
        return b.op(op, [rows, b.integers(2)]);
      };
      assertClose(await gradientAt(x, both), share);
    });
  }
});
