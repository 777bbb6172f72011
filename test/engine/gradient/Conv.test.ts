import { assertGradient, type Check, type Operand } from './harness';

interface Case {
  readonly title: string;
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly attributes?: Check['attributes'];
  readonly bias?: boolean;
}

const cases: readonly Case[] = [
  {
    title: '3×3, padded, with a bias',
    input: [2, 3, 5, 6],
    weight: [4, 3, 3, 3],
    attributes: { pads: [1, 1, 1, 1] },
    bias: true,
  },
  {
    title: 'more filters than positions',
    input: [2, 8, 2, 2],
    weight: [16, 8, 3, 3],
    attributes: { pads: [1, 1, 1, 1] },
  },
  {
    title: 'more filters than positions, in groups',
    input: [3, 16, 2, 1],
    weight: [16, 8, 1, 3],
    attributes: { group: 2, pads: [0, 1, 0, 1] },
  },
  { title: '1×1', input: [1, 4, 3, 3], weight: [2, 4, 1, 1] },
  { title: 'asymmetrical pads', input: [1, 2, 5, 4], weight: [3, 2, 3, 2], attributes: { pads: [2, 0, 0, 1] } },
  { title: 'more padding than kernel', input: [1, 2, 3, 3], weight: [3, 2, 2, 2], attributes: { pads: [2, 3, 3, 2] } },
  {
    title: 'dilation',
    input: [1, 2, 7, 7],
    weight: [2, 2, 3, 3],
    attributes: { dilations: [2, 3], pads: [2, 3, 2, 3] },
  },
  { title: 'groups', input: [2, 4, 4, 4], weight: [6, 2, 3, 3], attributes: { group: 2, pads: [1, 1, 1, 1] } },
  { title: 'depthwise', input: [2, 4, 5, 5], weight: [4, 1, 3, 3], attributes: { group: 4, pads: [1, 1, 1, 1] } },
  { title: 'depthwise with a multiplier', input: [1, 3, 5, 5], weight: [6, 1, 3, 3], attributes: { group: 3 } },
  {
    title: 'stride 2, 3×3, even input',
    input: [2, 3, 6, 8],
    weight: [4, 3, 3, 3],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'stride 2, 3×3, odd input',
    input: [1, 3, 7, 5],
    weight: [4, 3, 3, 3],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'stride 2, 7×7',
    input: [1, 2, 8, 8],
    weight: [3, 2, 7, 7],
    attributes: { strides: [2, 2], pads: [3, 3, 3, 3] },
  },
  {
    title: 'stride 2, 4×4',
    input: [1, 2, 8, 6],
    weight: [3, 2, 4, 4],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  { title: 'stride 2, 1×1', input: [2, 3, 6, 7], weight: [4, 3, 1, 1], attributes: { strides: [2, 2] } },
  {
    title: 'stride larger than the kernel',
    input: [1, 2, 10, 11],
    weight: [3, 2, 2, 2],
    attributes: { strides: [4, 3] },
  },
  { title: 'unused rows at the end', input: [1, 2, 8, 9], weight: [3, 2, 3, 3], attributes: { strides: [3, 4] } },
  {
    title: 'one strided axis',
    input: [1, 2, 5, 8],
    weight: [3, 2, 3, 3],
    attributes: { strides: [1, 2], pads: [1, 0, 1, 1] },
  },
  {
    title: 'stride 3 and asymmetrical pads',
    input: [1, 2, 9, 10],
    weight: [3, 2, 5, 4],
    attributes: { strides: [3, 3], pads: [1, 2, 0, 3] },
  },
  {
    title: 'stride and dilation',
    input: [1, 2, 9, 8],
    weight: [2, 2, 3, 2],
    attributes: { strides: [2, 3], dilations: [2, 2], pads: [1, 1, 2, 1] },
  },
  {
    title: 'stride with more padding than kernel',
    input: [1, 2, 3, 4],
    weight: [2, 2, 2, 2],
    attributes: { strides: [2, 2], pads: [3, 2, 2, 5] },
  },
  {
    title: 'strided groups',
    input: [1, 4, 6, 6],
    weight: [6, 2, 3, 3],
    attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'strided depthwise',
    input: [2, 4, 6, 7],
    weight: [4, 1, 3, 3],
    attributes: { group: 4, strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'strided depthwise 5×5, unequal strides',
    input: [1, 3, 7, 8],
    weight: [3, 1, 5, 5],
    attributes: { group: 3, strides: [2, 3], pads: [2, 2, 2, 2] },
  },
  {
    title: 'SAME_UPPER',
    input: [1, 2, 6, 7],
    weight: [2, 2, 3, 3],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
  },
  {
    title: 'SAME_LOWER',
    input: [1, 2, 6, 7],
    weight: [2, 2, 4, 2],
    attributes: { auto_pad: 'SAME_LOWER', strides: [2, 1] },
  },
  { title: 'VALID', input: [1, 2, 6, 7], weight: [2, 2, 3, 3], attributes: { auto_pad: 'VALID' } },
  { title: '1-D', input: [2, 3, 9], weight: [4, 3, 3], attributes: { pads: [1, 1] }, bias: true },
  { title: '1-D, stride 2', input: [2, 3, 9], weight: [4, 3, 5], attributes: { strides: [2], pads: [2, 2] } },
  {
    title: '1-D, stride 3, depthwise',
    input: [2, 3, 10],
    weight: [3, 1, 4],
    attributes: { strides: [3], pads: [1, 1], group: 3 },
  },
  { title: '3-D', input: [1, 2, 3, 4, 3], weight: [2, 2, 2, 3, 2], attributes: { pads: [0, 1, 0, 1, 1, 0] } },
  {
    title: '3-D, stride 2',
    input: [1, 2, 4, 4, 5],
    weight: [2, 2, 3, 3, 1],
    attributes: { strides: [2, 2, 2], pads: [1, 1, 0, 1, 1, 0] },
  },
];

describe('gradient of Conv', () => {
  for (const { title, input, weight, attributes, bias } of cases) {
    const check = (kernel: Operand) => () =>
      assertGradient({
        op: 'Conv',
        inputs: [{ dims: input }, kernel, ...(bias ? [{ dims: [weight[0]], batch: false }] : [])],
        attributes,
        step: 0.5,
      });
    it(title, check({ dims: weight, constant: true }));
    it(`${title}, and of its kernel`, check({ dims: weight, batch: false }));
  }
});
