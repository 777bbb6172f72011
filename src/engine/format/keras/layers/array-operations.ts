import { softmax } from '../../builder/activations';
import type { Feature } from '../../builder/feature';
import { concatenation } from '../../builder/joining';
import { reduced, type Reduction } from '../../builder/pooling';
import { positive } from '../../builder/feature';
import { unsupported, type LayerConverter } from '../layer';
import { withAxes, withoutAxes } from './indexing';
import { axesIn, axisOf, parameter } from './parameters';

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  Mean: 'average',
  Sum: 'sum',
  Max: 'max',
  Amax: 'max',
  Min: 'min',
  Amin: 'min',
  Prod: 'product',
};

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
  ...reductions,
  bounded,
  stacked,
  squeezed,
  enlarged,
  cast,
  product,
  logSoftmax,
  norm,
];
