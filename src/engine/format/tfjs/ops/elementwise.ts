import { clipped, softmax } from '../../canvas/activations';
import type { Feature } from '../../canvas/feature';
import { chosen, combined } from '../../canvas/joining';
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
  (draw: (call: OperatorCall, x: Feature) => Feature) =>
  (call: OperatorCall): Feature =>
    draw(call, call.inputs[0]);

/** Sums and products of lengths stay known. */
function binary(op: string) {
  return (call: OperatorCall): Feature => {
    const [a, b] = call.inputs;
    const made = combined(call.canvas, op, a, b);
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
    canvas,
    inputs: [a, b],
  } = call;
  if (a.whole) return { ...combined(canvas, 'Mod', a, b), whole: true };
  return combined(canvas, 'Sub', a, combined(canvas, 'Mul', canvas.mapped(combined(canvas, 'Div', a, b), 'Floor'), b));
}

/** ⌊a / b⌋. */
function floorDivision(call: OperatorCall): Feature {
  const {
    canvas,
    inputs: [a, b],
  } = call;
  if (!a.whole) return canvas.mapped(combined(canvas, 'Div', a, b), 'Floor');
  const made = combined(canvas, 'Div', combined(canvas, 'Sub', a, combined(canvas, 'Mod', a, b)), b);
  const contents = made.shape.length <= 1 ? combinedContents(a, b, (x, y) => Math.floor(x / y)) : undefined;
  return { ...made, whole: true, ...(contents && { contents }) };
}

/** a / b, and 0 where b is 0. */
function safeDivision(call: OperatorCall): Feature {
  const {
    canvas,
    inputs: [a, b],
  } = call;
  const one = canvas.constant(floats([], [1]));
  const zero = canvas.constant(floats([], [0]));
  const isZero = { ...combined(canvas, 'Equal', b, zero), truth: true };
  const divided = combined(canvas, 'Div', a, chosen(canvas, isZero, one, b));
  return chosen(canvas, isZero, zero, divided);
}

export const elementwiseOperators: readonly OperatorConverter[] = [
  ...Object.entries(UNARY).map(([name, op]): OperatorConverter => ({
    ops: [name],
    draw: each(({ canvas }, x) => canvas.mapped(x, op)),
  })),
  ...Object.entries(BINARY).map(([name, op]): OperatorConverter => ({ ops: [name], draw: binary(op) })),
  { ops: ['Mod', 'FloorMod'], draw: remainder },
  { ops: ['FloorDiv'], draw: floorDivision },
  { ops: ['DivNoNan'], draw: safeDivision },
  { ops: ['Expm1'], draw: each(({ canvas }, x) => canvas.mapped(canvas.mapped(x, 'Exp'), 'Sub', [canvas.scalar(1)])) },
  { ops: ['Log1p'], draw: each(({ canvas }, x) => canvas.mapped(canvas.mapped(x, 'Add', [canvas.scalar(1)]), 'Log')) },
  { ops: ['Relu6'], draw: each(({ canvas }, x) => clipped(canvas, x, 0, 6)) },
  {
    ops: ['LeakyRelu'],
    draw: each(({ canvas, node }, x) => canvas.mapped(x, 'LeakyRelu', [], { alpha: float(node.number('alpha', 0.2)) })),
  },
  { ops: ['Square'], draw: each(({ canvas }, x) => canvas.mapped(x, 'Mul', [x.tensor])) },
  { ops: ['Rsqrt'], draw: each(({ canvas }, x) => canvas.mapped(canvas.mapped(x, 'Sqrt'), 'Reciprocal')) },
  { ops: ['Softmax'], draw: each(({ canvas }, x) => softmax(canvas, x)) },
  { ops: ['LogSoftmax'], draw: each(({ canvas }, x) => softmax(canvas, x, -1, 'LogSoftmax')) },
  {
    ops: ['ClipByValue'],
    draw: (call) => clipped(call.canvas, call.inputs[0], stored(call, 1).data[0], stored(call, 2).data[0]),
  },
  {
    ops: ['AddN'],
    draw: (call) => call.inputs.slice(1).reduce((sum, x) => combined(call.canvas, 'Add', sum, x), call.inputs[0]),
  },
  {
    ops: ['SquaredDifference'],
    draw(call) {
      const difference = combined(call.canvas, 'Sub', call.inputs[0], call.inputs[1]);
      return call.canvas.mapped(difference, 'Mul', [difference.tensor]);
    },
  },
];
