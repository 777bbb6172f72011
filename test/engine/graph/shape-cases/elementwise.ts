import { int } from '../../../../src/engine/graph/model';
import { floats } from '../../../../src/engine/tensor/tensor';
import { weight, type NodeCase } from '../running';
import { boolean, image, kernel, list, scalar } from './tensors';

const UNARY = [
  'Abs',
  'Ceil',
  'Cos',
  'Elu',
  'Erf',
  'Exp',
  'Floor',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'Identity',
  'LeakyRelu',
  'Log',
  'LogSoftmax',
  'LpNormalization',
  'Mish',
  'Neg',
  'Reciprocal',
  'Relu',
  'Round',
  'Selu',
  'Sigmoid',
  'Sign',
  'Sin',
  'Softmax',
  'Softplus',
  'Softsign',
  'Sqrt',
  'Tanh',
  'ThresholdedRelu',
  'IsNaN',
];
const BINARY = [
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Pow',
  'Max',
  'Min',
  'Mean',
  'Sum',
  'PRelu',
  'Equal',
  'Greater',
  'Less',
  'GreaterOrEqual',
  'LessOrEqual',
];
const REDUCTIONS = [
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
];
const BOOLEAN = new Set(['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual', 'IsNaN']);
const typed = (op: string): NodeCase['types'] => (BOOLEAN.has(op) ? ['bool'] : undefined);

/** Operators on each number by itself, and those that sum up. */
export const elementwise: readonly NodeCase[] = [
  ...UNARY.map((op) => ({ op, inputs: [image], types: typed(op) })),
  ...BINARY.map((op) => ({ op, inputs: [image, kernel(4, 1, 6)], types: typed(op) })),
  ...REDUCTIONS.flatMap((op): NodeCase[] => [
    { op, inputs: [image, list(2, -1)], attributes: { keepdims: int(0) } },
    { op, inputs: [image, list(1)] },
    { op, inputs: [image] },
    { op, inputs: [image], attributes: { noop_with_empty_axes: int(1) } },
  ]),
  { op: 'ArgMax', inputs: [image], attributes: { axis: int(1), keepdims: int(0) }, types: ['int64'] },
  { op: 'Not', inputs: [boolean], types: ['bool'] },
  { op: 'And', inputs: [boolean, boolean], types: ['bool'] },
  { op: 'Where', inputs: [boolean, image, kernel(1)] },
  { op: 'Cast', inputs: [image], attributes: { to: int(7) }, types: ['int64'] },
  { op: 'CastLike', inputs: [image, list(1)], types: ['int64'] },
  { op: 'Clip', inputs: [image, weight(floats([], [-0.1])), weight(floats([], [0.1]))] },
  { op: 'CumSum', inputs: [image, scalar(2)] },
  { op: 'Trilu', inputs: [image] },
];
