import { assertGradient, type Check, type Operand } from './harness';

/** Plain layout (rank 2), and image layout with channels for ONNX Runtime's blocked kernels. */
const layouts: readonly { readonly title: string; readonly operand: Operand }[] = [
  { title: 'a matrix', operand: { dims: [3, 7], values: 'spaced' } },
  { title: 'a blocked image', operand: { dims: [2, 8, 3, 3], values: 'spaced' } },
];

const scalar = (value: number): Operand => ({ dims: [], values: [value], constant: true });

const operators: readonly {
  readonly title: string;
  readonly op: string;
  readonly attributes?: Check['attributes'];
  readonly bounds?: readonly (Operand | '')[];
}[] = [
  { title: 'Relu', op: 'Relu' },
  { title: 'LeakyRelu', op: 'LeakyRelu', attributes: { alpha: 0.2 } },
  { title: 'ThresholdedRelu', op: 'ThresholdedRelu', attributes: { alpha: 0.5 } },
  { title: 'Clip between 0 and 6', op: 'Clip', bounds: [scalar(0), scalar(6)] },
  { title: 'Clip between −1 and 1.3', op: 'Clip', bounds: [scalar(-1), scalar(1.3)] },
  { title: 'Clip from above', op: 'Clip', bounds: ['', scalar(0.5)] },
  { title: 'Clip from below', op: 'Clip', bounds: [scalar(-0.5)] },
  { title: 'Clip without bounds', op: 'Clip' },
];

describe('gradients of rectifiers', () => {
  for (const { title, op, attributes, bounds = [] } of operators) {
    for (const layout of layouts) {
      it(`${title} of ${layout.title}`, () => assertGradient({ op, attributes, inputs: [layout.operand, ...bounds] }));
    }
  }
  it('PRelu with a slope per channel', () =>
    assertGradient({
      op: 'PRelu',
      inputs: [
        { dims: [2, 4, 3, 2], values: 'spaced' },
        { dims: [4, 1, 1], batch: false },
      ],
    }));
  it('Clip between computed bounds', () =>
    assertGradient({
      op: 'Clip',
      inputs: [
        { dims: [3, 5], values: 'spaced' },
        { dims: [], values: [-0.5] },
        { dims: [], values: [0.7] },
      ],
      ignored: [1, 2],
    }));
});
