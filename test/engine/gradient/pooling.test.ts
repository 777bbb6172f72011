import { assertGradient, type Check } from './harness';

interface Case {
  readonly title: string;
  readonly dims: readonly number[];
  readonly attributes: NonNullable<Check['attributes']>;
}

const cases: readonly Case[] = [
  { title: '2×2 side by side', dims: [2, 2, 4, 6], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  { title: '2×2 with rows left over', dims: [1, 2, 5, 7], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  {
    title: '3×3, stride 2, padded',
    dims: [2, 2, 6, 7],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: '3×3, stride 1, padded',
    dims: [1, 2, 4, 5],
    attributes: { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] },
  },
  { title: 'default strides', dims: [1, 2, 4, 5], attributes: { kernel_shape: [2, 3] } },
  { title: 'ceil mode', dims: [1, 2, 6, 6], attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } },
  {
    title: 'ceil mode with padding',
    dims: [1, 1, 7, 8],
    attributes: { kernel_shape: [3, 2], strides: [3, 3], pads: [1, 0, 1, 1], ceil_mode: 1 },
  },
  { title: 'stride larger than the kernel', dims: [1, 2, 8, 8], attributes: { kernel_shape: [2, 2], strides: [3, 4] } },
  { title: 'dilation', dims: [1, 2, 7, 7], attributes: { kernel_shape: [2, 3], strides: [2, 1], dilations: [2, 2] } },
  {
    title: 'asymmetrical pads',
    dims: [1, 2, 5, 5],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 1, 1, 2] },
  },
  {
    title: 'SAME_UPPER',
    dims: [1, 2, 5, 6],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' },
  },
  {
    title: 'SAME_LOWER',
    dims: [1, 2, 5, 6],
    attributes: { kernel_shape: [2, 3], strides: [1, 2], auto_pad: 'SAME_LOWER' },
  },
  { title: 'VALID', dims: [1, 2, 5, 6], attributes: { kernel_shape: [2, 3], strides: [2, 2], auto_pad: 'VALID' } },
  { title: '1-D', dims: [2, 3, 9], attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] } },
  { title: '1-D side by side', dims: [2, 3, 8], attributes: { kernel_shape: [4], strides: [4] } },
  { title: '3-D', dims: [1, 2, 4, 3, 5], attributes: { kernel_shape: [2, 2, 2], strides: [2, 1, 2] } },
];

describe('gradients of pooling', () => {
  for (const { title, dims, attributes } of cases) {
    it(`MaxPool: ${title}`, () => assertGradient({ op: 'MaxPool', inputs: [{ dims, values: 'spaced' }], attributes }));
    it(`AveragePool: ${title}`, () => assertGradient({ op: 'AveragePool', inputs: [{ dims }], attributes, step: 0.5 }));
    if ('pads' in attributes) {
      it(`AveragePool: ${title}, padding counted`, () =>
        assertGradient({
          op: 'AveragePool',
          inputs: [{ dims }],
          attributes: { ...attributes, count_include_pad: 1 },
          step: 0.5,
        }));
    }
  }
  it('MaxPool of blocked channels', () =>
    assertGradient({
      op: 'MaxPool',
      inputs: [{ dims: [2, 8, 4, 4], values: 'spaced' }],
      attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    }));
  it('MaxPool with its indices', () =>
    assertGradient({
      op: 'MaxPool',
      inputs: [{ dims: [2, 2, 4, 4], values: 'spaced' }],
      attributes: { kernel_shape: [2, 2], strides: [1, 2] },
      outputs: 2,
      types: ['float32', 'int64'],
      seeded: [0],
    }));
  for (const dims of [
    [2, 3, 4, 3],
    [2, 3, 5],
  ]) {
    it(`GlobalAveragePool of ${dims}`, () =>
      assertGradient({ op: 'GlobalAveragePool', inputs: [{ dims }], step: 0.5 }));
    it(`GlobalMaxPool of ${dims}`, () => assertGradient({ op: 'GlobalMaxPool', inputs: [{ dims, values: 'spaced' }] }));
  }
});
