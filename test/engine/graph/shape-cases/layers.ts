import { float, int, ints, text } from '../../../../src/engine/graph/model';
import { floats, integers } from '../../../../src/engine/tensor/tensor';
import { noise, weight, type NodeCase } from '../running';
import { bytes, channels, image, kernel } from './tensors';

const signal = noise([2, 5, 1]);
const axis = integers([1], []);
const fourier: readonly NodeCase[] = [
  { op: 'DFT', inputs: [signal, null, weight(axis)] },
  { op: 'DFT', inputs: [signal, null, weight(axis)], attributes: { onesided: int(1) } },
  { op: 'DFT', inputs: [noise([2, 3, 4, 2])], attributes: { inverse: int(1) } },
];

/** Convolutions, poolings, products, normalisations, quantised and recurrent layers. */
export const layers: readonly NodeCase[] = [
  ...fourier,
  { op: 'Conv', inputs: [image, kernel(5, 4, 3, 3)] },
  {
    op: 'Conv',
    inputs: [image, kernel(6, 2, 3, 2)],
    attributes: { group: int(2), strides: ints([2, 3]), pads: ints([1, 0, 2, 1]), dilations: ints([2, 1]) },
  },
  {
    op: 'Conv',
    inputs: [image, kernel(5, 4, 3, 3)],
    attributes: { auto_pad: text('SAME_UPPER'), strides: ints([2, 2]) },
  },
  { op: 'Conv', inputs: [image, kernel(5, 4, 3, 3)], attributes: { auto_pad: text('VALID') } },
  { op: 'Conv', inputs: [noise([2, 3, 11]), kernel(5, 3, 4)], attributes: { strides: ints([3]) } },
  { op: 'Conv', inputs: [noise([2, 3, 5, 6, 7]), kernel(5, 3, 2, 3, 2)] },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), output_padding: ints([1, 0]), pads: ints([1, 1, 0, 1]) },
  },
  { op: 'ConvTranspose', inputs: [image, kernel(4, 2, 2, 3)], attributes: { group: int(2), dilations: ints([2, 1]) } },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), auto_pad: text('SAME_UPPER') },
  },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), output_shape: ints([15, 13]) },
  },
  {
    op: 'ConvInteger',
    inputs: [bytes, weight({ type: 'uint8', dims: [3, 4, 3, 3], data: new Uint8Array(108) })],
    types: ['int32'],
  },
  ...['MaxPool', 'AveragePool'].flatMap((op): NodeCase[] => [
    { op, inputs: [image], attributes: { kernel_shape: ints([3, 2]) } },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]), ceil_mode: int(1) },
    },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([2, 2]), strides: ints([3, 3]), pads: ints([0, 0, 1, 1]), ceil_mode: int(1) },
    },
    { op, inputs: [image], attributes: { kernel_shape: ints([2, 2]), strides: ints([2, 2]), dilations: ints([2, 3]) } },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 2]), auto_pad: text('SAME_LOWER') },
    },
  ]),
  {
    op: 'MaxPool',
    inputs: [image],
    outputs: 2,
    types: ['float32', 'int64'],
    attributes: { kernel_shape: ints([2, 2]), strides: ints([2, 2]) },
  },
  {
    op: 'MaxUnpool',
    inputs: [noise([2, 1, 2, 3]), weight(integers([0, 2, 4, 10, 12, 14, 25, 27, 29, 35, 37, 39], [2, 1, 2, 3]))],
    attributes: { kernel_shape: ints([3, 2]), strides: ints([2, 2]), pads: ints([0, 1, 0, 0]) },
  },
  { op: 'LpPool', inputs: [image], attributes: { kernel_shape: ints([2, 2]) } },
  { op: 'GlobalAveragePool', inputs: [image] },
  { op: 'GlobalMaxPool', inputs: [noise([2, 3, 9])] },
  { op: 'MatMul', inputs: [image, kernel(6, 5)] },
  { op: 'MatMul', inputs: [image, kernel(6)] },
  { op: 'MatMul', inputs: [noise([2, 6]), kernel(3, 6, 5)] },
  { op: 'Gemm', inputs: [noise([2, 6]), kernel(5, 6), kernel(5)], attributes: { transB: int(1) } },
  { op: 'Einsum', inputs: [image, kernel(4, 6, 3)], attributes: { equation: text('nchw,cwk->nhk') } },
  { op: 'Einsum', inputs: [image, kernel(6, 3)], attributes: { equation: text('...w,wk->...k') } },
  { op: 'Einsum', inputs: [image, image], attributes: { equation: text('bhid,bhjd') } },
  { op: 'BatchNormalization', inputs: [image, channels(), channels(), channels(), channels()] },
  { op: 'InstanceNormalization', inputs: [image, channels(), channels()] },
  { op: 'GroupNormalization', inputs: [image, channels(), channels()], attributes: { num_groups: int(2) } },
  { op: 'LayerNormalization', inputs: [image, kernel(7, 6), kernel(7, 6)], outputs: 3, attributes: { axis: int(2) } },
  { op: 'LRN', inputs: [image], attributes: { size: int(3) } },
  { op: 'MeanVarianceNormalization', inputs: [image] },
  { op: 'QuantizeLinear', inputs: [image, weight(floats([], [0.1]))], types: ['uint8'] },
  { op: 'DequantizeLinear', inputs: [bytes, weight(floats([], [0.1]))] },
  { op: 'DynamicQuantizeLinear', inputs: [image], outputs: 3, types: ['uint8', 'float32', 'uint8'] },
  { op: 'Shrink', inputs: [image], attributes: { bias: float(0.1) } },
  {
    op: 'GRU',
    inputs: [noise([2, 5, 3]), kernel(1, 12, 3), kernel(1, 12, 4)],
    outputs: 2,
    attributes: { hidden_size: int(4) },
  },
  {
    op: 'LSTM',
    inputs: [noise([2, 5, 3]), kernel(2, 16, 3), kernel(2, 16, 4)],
    outputs: 3,
    attributes: { hidden_size: int(4), direction: text('bidirectional') },
  },
];
