import { clipped, softmax } from '../../canvas/activations';
import type { Feature } from '../../canvas/feature';
import { combined } from '../../canvas/joining';
import { float } from '../../../graph/model';
import { stored, type OperatorCall, type OperatorConverter } from '../operator';

/** Operators with the same name and meaning in ONNX up to spelling. */
const UNARY: Readonly<Record<string, string>> = {
  Exp: 'Exp', Log: 'Log', Sqrt: 'Sqrt', Abs: 'Abs', Neg: 'Neg', Reciprocal: 'Reciprocal', Inv: 'Reciprocal', Erf: 'Erf', Floor: 'Floor', Ceil: 'Ceil',
  Round: 'Round', Sin: 'Sin', Cos: 'Cos', Tan: 'Tan', Sign: 'Sign', Tanh: 'Tanh', Sigmoid: 'Sigmoid', Softplus: 'Softplus', Softsign: 'Softsign', Relu: 'Relu',
  Elu: 'Elu', Selu: 'Selu',
};
const BINARY: Readonly<Record<string, string>> = {
  Add: 'Add', AddV2: 'Add', Sub: 'Sub', Mul: 'Mul', RealDiv: 'Div', Div: 'Div', Maximum: 'Max', Minimum: 'Min', Pow: 'Pow',
};

const each = (draw: (call: OperatorCall, x: Feature) => Feature) => (call: OperatorCall): Feature => draw(call, call.inputs[0]);

/** Sums and products of lengths stay known. */
function binary(op: string) {
  return (call: OperatorCall): Feature => {
    const [a, b] = call.inputs;
    const made = combined(call.canvas, op, a, b);
    return a.whole && b.whole ? { ...made, whole: true } : made;
  };
}

export const elementwiseOperators: readonly OperatorConverter[] = [
  ...Object.entries(UNARY).map(([name, op]): OperatorConverter => ({ ops: [name], draw: each(({ canvas }, x) => canvas.mapped(x, op)) })),
  ...Object.entries(BINARY).map(([name, op]): OperatorConverter => ({ ops: [name], draw: binary(op) })),
  { ops: ['Relu6'], draw: each(({ canvas }, x) => clipped(canvas, x, 0, 6)) },
  { ops: ['LeakyRelu'], draw: each(({ canvas, node }, x) => canvas.mapped(x, 'LeakyRelu', [], { alpha: float(node.number('alpha', 0.2)) })) },
  { ops: ['Square'], draw: each(({ canvas }, x) => canvas.mapped(x, 'Mul', [x.tensor])) },
  { ops: ['Rsqrt'], draw: each(({ canvas }, x) => canvas.mapped(canvas.mapped(x, 'Sqrt'), 'Reciprocal')) },
  { ops: ['Softmax'], draw: each(({ canvas }, x) => softmax(canvas, x)) },
  { ops: ['LogSoftmax'], draw: each(({ canvas }, x) => softmax(canvas, x, -1, 'LogSoftmax')) },
  { ops: ['ClipByValue'], draw: (call) => clipped(call.canvas, call.inputs[0], stored(call, 1).data[0], stored(call, 2).data[0]) },
  { ops: ['AddN'], draw: (call) => call.inputs.slice(1).reduce((sum, x) => combined(call.canvas, 'Add', sum, x), call.inputs[0]) },
  {
    ops: ['SquaredDifference'],
    draw(call) {
      const difference = combined(call.canvas, 'Sub', call.inputs[0], call.inputs[1]);
      return call.canvas.mapped(difference, 'Mul', [difference.tensor]);
    },
  },
];
