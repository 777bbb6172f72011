import { numberAttribute } from '../../model';
import { elementTypeOf } from '../element-type';
import { broadcastShape } from '../dimension';
import { outputsOf, type ShapeRule } from '../facts';

/** Operators whose output has the type and shape of their first input. */
export const unary: ShapeRule = {
  ops: [
    'Abs',
    'Acos',
    'Acosh',
    'Asin',
    'Asinh',
    'Atan',
    'Atanh',
    'BitwiseNot',
    'Ceil',
    'Celu',
    'Clip',
    'Cos',
    'Cosh',
    'CumSum',
    'Elu',
    'Erf',
    'Exp',
    'Floor',
    'Gelu',
    'HardSigmoid',
    'HardSwish',
    'Hardmax',
    'Identity',
    'InstanceNormalization',
    'GroupNormalization',
    'LRN',
    'LeakyRelu',
    'Log',
    'LogSoftmax',
    'LpNormalization',
    'MeanVarianceNormalization',
    'Mish',
    'Neg',
    'Not',
    'Reciprocal',
    'Relu',
    'ReverseSequence',
    'Round',
    'ScatterElements',
    'ScatterND',
    'Selu',
    'Shrink',
    'Sigmoid',
    'Sign',
    'Sin',
    'Sinh',
    'Softmax',
    'Softplus',
    'Softsign',
    'Sqrt',
    'Swish',
    'Tan',
    'Tanh',
    'ThresholdedRelu',
    'Trilu',
  ],
  infer: ({ node, shape, type }) => outputsOf(node, () => ({ type: type(0), shape: shape(0) })),
};

/** Broadcasting operators on one type. */
export const broadcasting: ShapeRule = {
  ops: [
    'Add',
    'Sub',
    'Mul',
    'Div',
    'Mod',
    'Pow',
    'Max',
    'Min',
    'Mean',
    'Sum',
    'And',
    'Or',
    'Xor',
    'BitShift',
    'BitwiseAnd',
    'BitwiseOr',
    'BitwiseXor',
  ],
  infer: ({ node, shape, type }) => [{ type: type(0), shape: broadcastShape(...node.inputs.map((_, k) => shape(k))) }],
};

/** PRelu's slope is broadcast to its input, never the other way. */
export const prelu: ShapeRule = { ops: ['PRelu'], infer: ({ shape, type }) => [{ type: type(0), shape: shape(0) }] };

export const comparisons: ShapeRule = {
  ops: ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'],
  infer: ({ shape }) => [{ type: 'bool', shape: broadcastShape(shape(0), shape(1)) }],
};

export const tests: ShapeRule = { ops: ['IsInf', 'IsNaN'], infer: ({ shape }) => [{ type: 'bool', shape: shape(0) }] };

export const where: ShapeRule = {
  ops: ['Where'],
  infer: ({ shape, type }) => [{ type: type(1), shape: broadcastShape(shape(0), shape(1), shape(2)) }],
};

export const cast: ShapeRule = {
  ops: ['Cast'],
  infer: ({ node, shape }) => [{ type: elementTypeOf(numberAttribute(node, 'to', 1)), shape: shape(0) }],
};

export const castLike: ShapeRule = {
  ops: ['CastLike'],
  infer: ({ shape, type }) => [{ type: type(1), shape: shape(0) }],
};

/** Only where it was left in training mode; otherwise it is upgraded to Identity. */
export const dropout: ShapeRule = {
  ops: ['Dropout'],
  infer: ({ node, shape, type }) => outputsOf(node, (k) => ({ type: k === 0 ? type(0) : 'bool', shape: shape(0) })),
};
