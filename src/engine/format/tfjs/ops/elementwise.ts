import { clipped, softmax } from '../../builder/activations';
import type { Feature } from '../../builder/feature';
import { chosen, combined } from '../../builder/joining';
import { float } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import { stored, type OperatorCall, type OperatorConverter } from '../operator';
import { combinedContents } from './contents';

/** Operators with the same name and meaning in ONNX up to spelling. */
const UNARY: Readonly<Record<string, string>> = {
  Exp: 'Exp',
  Log: 'Log',
  Sqrt: 'Sqrt',
  Abs: 'Abs',
  Neg: 'Neg',
  Reciprocal: 'Reciprocal',
  Inv: 'Reciprocal',
  Erf: 'Erf',
  Floor: 'Floor',
  Ceil: 'Ceil',
  Round: 'Round',
  Sin: 'Sin',
  Cos: 'Cos',
  Tan: 'Tan',
  Sign: 'Sign',
  Tanh: 'Tanh',
  Sigmoid: 'Sigmoid',
  Softplus: 'Softplus',
  Softsign: 'Softsign',
  Relu: 'Relu',
  Elu: 'Elu',
  Selu: 'Selu',
  Acos: 'Acos',
  Acosh: 'Acosh',
  Asin: 'Asin',
  Asinh: 'Asinh',
  Atan: 'Atan',
  Atanh: 'Atanh',
  Sinh: 'Sinh',
  Cosh: 'Cosh',
  Rint: 'Round',
};
const BINARY: Readonly<Record<string, string>> = {
  Add: 'Add',
  AddV2: 'Add',
  Sub: 'Sub',
  Mul: 'Mul',
  RealDiv: 'Div',
  Div: 'Div',
  Maximum: 'Max',
  Minimum: 'Min',
  Pow: 'Pow',
};

const each =
  (build: (call: OperatorCall, x: Feature) => Feature) =>
  (call: OperatorCall): Feature =>
    build(call, call.inputs[0]);

/** Sums and products of lengths stay known. */
function binary(op: string) {
  return (call: OperatorCall): Feature => {
    const [a, b] = call.inputs;
    const made = combined(call.builder, op, a, b);
    const fold = FOLDED[op];
    const contents = fold && combinedContents(a, b, fold);
    const known = contents && made.shape.length <= 1 ? { contents } : {};
    return a.whole && b.whole ? { ...made, whole: true, ...known } : { ...made, ...known };
  };
}

/** How operators on lengths are computed in advance. */
const FOLDED: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
};

/** a − ⌊a / b⌋ · b, whose sign is that of b. */
function remainder(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [a, b],
  } = call;
  if (a.whole) return { ...combined(builder, 'Mod', a, b), whole: true };
  return combined(
    builder,
    'Sub',
    a,
    combined(builder, 'Mul', builder.mapped(combined(builder, 'Div', a, b), 'Floor'), b),
  );
}

/** ⌊a / b⌋. */
function floorDivision(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [a, b],
  } = call;
  if (!a.whole) return builder.mapped(combined(builder, 'Div', a, b), 'Floor');
  const made = combined(builder, 'Div', combined(builder, 'Sub', a, combined(builder, 'Mod', a, b)), b);
  const contents = made.shape.length <= 1 ? combinedContents(a, b, (x, y) => Math.floor(x / y)) : undefined;
  return { ...made, whole: true, ...(contents && { contents }) };
}

/** a / b, and 0 where b is 0. */
function safeDivision(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [a, b],
  } = call;
  const one = builder.constant(floats([], [1]));
  const zero = builder.constant(floats([], [0]));
  const isZero = { ...combined(builder, 'Equal', b, zero), truth: true };
  const divided = combined(builder, 'Div', a, chosen(builder, isZero, one, b));
  return chosen(builder, isZero, zero, divided);
}

export const elementwiseOperators: readonly OperatorConverter[] = [
  ...Object.entries(UNARY).map(([name, op]): OperatorConverter => ({
    ops: [name],
    build: each(({ builder }, x) => builder.mapped(x, op)),
  })),
  ...Object.entries(BINARY).map(([name, op]): OperatorConverter => ({ ops: [name], build: binary(op) })),
  { ops: ['Mod', 'FloorMod'], build: remainder },
  { ops: ['FloorDiv'], build: floorDivision },
  { ops: ['DivNoNan'], build: safeDivision },
  {
    ops: ['Expm1'],
    build: each(({ builder }, x) => builder.mapped(builder.mapped(x, 'Exp'), 'Sub', [builder.scalar(1)])),
  },
  {
    ops: ['Log1p'],
    build: each(({ builder }, x) => builder.mapped(builder.mapped(x, 'Add', [builder.scalar(1)]), 'Log')),
  },
  { ops: ['Relu6'], build: each(({ builder }, x) => clipped(builder, x, 0, 6)) },
  {
    ops: ['LeakyRelu'],
    build: each(({ builder, node }, x) =>
      builder.mapped(x, 'LeakyRelu', [], { alpha: float(node.number('alpha', 0.2)) }),
    ),
  },
  { ops: ['Square'], build: each(({ builder }, x) => builder.mapped(x, 'Mul', [x.tensor])) },
  { ops: ['Rsqrt'], build: each(({ builder }, x) => builder.mapped(builder.mapped(x, 'Sqrt'), 'Reciprocal')) },
  { ops: ['Softmax'], build: each(({ builder }, x) => softmax(builder, x)) },
  { ops: ['LogSoftmax'], build: each(({ builder }, x) => softmax(builder, x, -1, 'LogSoftmax')) },
  {
    ops: ['ClipByValue'],
    build: (call) => clipped(call.builder, call.inputs[0], stored(call, 1).data[0], stored(call, 2).data[0]),
  },
  {
    ops: ['AddN'],
    build: (call) => call.inputs.slice(1).reduce((sum, x) => combined(call.builder, 'Add', sum, x), call.inputs[0]),
  },
  {
    ops: ['SquaredDifference'],
    build(call) {
      const difference = combined(call.builder, 'Sub', call.inputs[0], call.inputs[1]);
      return call.builder.mapped(difference, 'Mul', [difference.tensor]);
    },
  },
];
