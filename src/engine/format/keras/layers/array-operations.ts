import { softmax } from '../../builder/activations';
import type { Feature } from '../../builder/feature';
import { concatenation } from '../../builder/joining';
import { cut, END, permuted } from '../../builder/moving';
import { reduced, type Reduction } from '../../builder/pooling';
import { positive } from '../../builder/feature';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import { withAxes, withoutAxes } from './indexing';

/** keras.ops that work on each number by itself, by the ONNX operator that does the same. */
const ELEMENTWISE: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Absolute: 'Abs',
  Ceil: 'Ceil',
  Cos: 'Cos',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Log: 'Log',
  Negative: 'Neg',
  Reciprocal: 'Reciprocal',
  Round: 'Round',
  Sign: 'Sign',
  Sin: 'Sin',
  Sqrt: 'Sqrt',
  Softsign: 'Softsign',
};

const elementwise = Object.entries(ELEMENTWISE).map(([name, op]): LayerConverter => ({
  classes: [name],
  build: ({ builder, inputs: [x] }) => builder.mapped(x, op),
}));

const powers: readonly LayerConverter[] = [
  { classes: ['Square'], build: ({ builder, inputs: [x] }) => builder.mapped(x, 'Mul', [x.tensor]) },
  {
    classes: ['Rsqrt'],
    build: ({ builder, inputs: [x] }) => builder.mapped(builder.mapped(x, 'Sqrt'), 'Reciprocal'),
  },
];

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  Mean: 'average',
  Sum: 'sum',
  Max: 'max',
  Amax: 'max',
  Min: 'min',
  Amin: 'min',
  Prod: 'product',
};

/** A parameter of an operation: among its settings, or given by name in the call. */
const parameter = (call: LayerCall, name: string): unknown => call.named[name] ?? call.settings.all[name];

function axesIn(call: LayerCall, name: string): number[] | undefined {
  const value = parameter(call, name);
  if (value === undefined || value === null) return undefined;
  const list = call.settings.asList(value);
  if (!list) throw unsupported(call, `its ${name} is not a list of numbers`);
  return list;
}

function axisOf(call: LayerCall, otherwise: number): number {
  return axesIn(call, 'axis')?.[0] ?? otherwise;
}

const reductions = Object.entries(REDUCTIONS).map(([name, kind]): LayerConverter => ({
  classes: [name],
  build(call) {
    const [x] = call.inputs;
    const axes = axesIn(call, 'axis')?.map((axis) => positive(axis, x.shape.length));
    if (!axes || axes.includes(0)) throw unsupported(call, 'it would join the images of a batch');
    return reduced(call.builder, x, kind, axes, parameter(call, 'keepdims') === true);
  },
}));

const bounded: LayerConverter = {
  classes: ['Clip'],
  build(call) {
    const bounds = ['x_min', 'x_max'].map((name, k) => parameter(call, name) ?? call.args[k + 1]);
    if (!bounds.every((v): v is number => typeof v === 'number')) throw unsupported(call, 'its bounds are computed');
    return call.builder.mapped(
      call.inputs[0],
      'Clip',
      bounds.map((v) => call.builder.scalar(v)),
    );
  },
};

const stacked: LayerConverter = {
  classes: ['Stack'],
  build(call) {
    const axis = positive(axisOf(call, 0), call.inputs[0].shape.length + 1);
    if (axis === 0) throw unsupported(call, 'it would make a new axis before the images of a batch');
    return concatenation(
      call.builder,
      call.inputs.map((x) => withAxes(call.builder, x, [axis])),
      axis,
    );
  },
};

const transposed: LayerConverter = {
  classes: ['Transpose'],
  build(call) {
    const [x] = call.inputs;
    const order = axesIn(call, 'axes') ?? x.shape.map((_, k) => x.shape.length - 1 - k);
    if (positive(order[0], x.shape.length) !== 0) throw unsupported(call, 'it would move the images of a batch');
    return permuted(
      call.builder,
      x,
      order.map((axis) => positive(axis, x.shape.length)),
    );
  },
};

const flipped: LayerConverter = {
  classes: ['Flip'],
  build(call) {
    const axes = axesIn(call, 'axis');
    if (!axes) throw unsupported(call, 'it would turn the images of a batch round');
    return cut(
      call.builder,
      call.inputs[0],
      axes.map((axis) => ({ axis, start: -1, end: -END, step: -1 })),
    );
  },
};

const squeezed: LayerConverter = {
  classes: ['Squeeze'],
  build(call) {
    const [x] = call.inputs;
    const ones = x.shape.flatMap((d, axis) => (d === 1 && axis > 0 ? [axis] : []));
    return withoutAxes(
      call.builder,
      x,
      (axesIn(call, 'axis') ?? ones).map((axis) => positive(axis, x.shape.length)),
    );
  },
};

const enlarged: LayerConverter = {
  classes: ['ExpandDims'],
  build(call) {
    const [x] = call.inputs;
    const axes = axesIn(call, 'axis') ?? [-1];
    return withAxes(
      call.builder,
      x,
      axes.map((axis) => positive(axis, x.shape.length + axes.length)),
    );
  },
};

/** Numbers of another type: everything here is computed in single precision. */
const cast: LayerConverter = {
  classes: ['Cast'],
  build(call) {
    const type = String(parameter(call, 'dtype') ?? call.args[1] ?? 'float32');
    if (!/^(b?float\d*|mixed_)/.test(type)) throw unsupported(call, `numbers of the type ${type} are not supported`);
    return call.inputs[0];
  },
};

const product: LayerConverter = {
  classes: ['Matmul'],
  build({ builder, inputs: [a, b] }): Feature {
    const shape = [...(a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2))];
    const tensor = builder.op('MatMul', [builder.plain(a), builder.plain(b)]);
    return { tensor, shape: [...shape, a.shape.at(-2) ?? null, b.shape.at(-1) ?? null], moved: false };
  },
};

const logSoftmax: LayerConverter = {
  classes: ['LogSoftmax'],
  build: (call) => softmax(call.builder, call.inputs[0], axisOf(call, -1), 'LogSoftmax'),
};

/** x² summed and rooted along axes. */
const norm: LayerConverter = {
  classes: ['Norm'],
  build(call) {
    const { builder, settings } = call;
    const [x] = call.inputs;
    const axes = axesIn(call, 'axis');
    if (!axes || ![undefined, null, 2, 'euclidean', 'fro'].includes(parameter(call, 'ord') as number | null))
      throw unsupported(call, 'only the Euclidean norm along axes is supported');
    const square = builder.mapped(x, 'Mul', [x.tensor]);
    return builder.mapped(reduced(builder, square, 'sum', axes, settings.flag('keepdims', false)), 'Sqrt');
  },
};

/** The array operations of `keras.ops` that Keras 3 keeps among the layers of a model. */
export const arrayOperations: readonly LayerConverter[] = [
  ...elementwise,
  ...powers,
  ...reductions,
  bounded,
  stacked,
  transposed,
  flipped,
  squeezed,
  enlarged,
  cast,
  product,
  logSoftmax,
  norm,
];
