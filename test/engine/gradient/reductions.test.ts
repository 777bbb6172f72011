import { assertGradient } from './harness';

const axes = (...values: number[]) => ({ dims: [values.length], values, type: 'int64' as const });
const operators = [
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceSumSquare',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceProd',
];

describe('gradients of reductions', () => {
  for (const op of operators) {
    const values = op === 'ReduceLogSum' || op === 'ReduceProd' ? ('positive' as const) : ('spaced' as const);
    it(`${op} over space`, () =>
      assertGradient({ op, inputs: [{ dims: [2, 3, 2, 2], values }, axes(2, -1)], tolerance: 3e-3 }));
    it(`${op} over channels, axes dropped`, () =>
      assertGradient({
        op,
        inputs: [{ dims: [2, 3, 4], values }, axes(1)],
        attributes: { keepdims: 0 },
        tolerance: 3e-3,
      }));
    it(`${op} over everything`, () =>
      assertGradient({ op, inputs: [{ dims: [2, 3], values }], attributes: { keepdims: 0 }, tolerance: 3e-3 }));
  }
  it('ReduceMean over the symbolic batch', () =>
    assertGradient({ op: 'ReduceMean', inputs: [{ dims: [3, 4] }, axes(0)] }));
  it('ReduceSum that is asked to do nothing', () =>
    assertGradient({ op: 'ReduceSum', inputs: [{ dims: [3, 4] }], attributes: { noop_with_empty_axes: 1 } }));
  for (const op of ['Softmax', 'LogSoftmax']) {
    for (const axis of [-1, 1])
      it(`${op} along axis ${axis}`, () =>
        assertGradient({ op, inputs: [{ dims: [2, 3, 4] }], attributes: { axis }, tolerance: 2e-3 }));
  }
  it('BatchNormalization', () =>
    assertGradient({
      op: 'BatchNormalization',
      inputs: [
        { dims: [2, 3, 2, 2] },
        { dims: [3], batch: false },
        { dims: [3], batch: false },
        { dims: [3], constant: true },
        { dims: [3], values: [0.5, 1, 2], constant: true },
      ],
      attributes: { epsilon: 0.1 },
    }));
  it('BatchNormalization of a matrix', () =>
    assertGradient({
      op: 'BatchNormalization',
      inputs: [{ dims: [4, 3] }, ...[1, 2, 3, 4].map((k) => ({ dims: [3], values: [0.5 * k, 1, 2], constant: true }))],
    }));
});
