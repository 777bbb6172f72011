import { positive, type Feature } from '../../builder/feature';
import { combined } from '../../builder/joining';
import { reduced } from '../../builder/pooling';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import { axesIn, axisOf, parameter } from './parameters';

/** The mean of (x − mean)² along axes. */
function variance(call: LayerCall): Feature {
  const { builder } = call;
  const [x] = call.inputs;
  const axes = axesIn(call, 'axis')?.map((axis) => positive(axis, x.shape.length));
  if (!axes || axes.includes(0)) throw unsupported(call, 'it would join the images of a batch');
  const distance = combined(builder, 'Sub', x, reduced(builder, x, 'average', axes, true));
  const square = builder.mapped(distance, 'Mul', [distance.tensor]);
  return reduced(builder, square, 'average', axes, parameter(call, 'keepdims') === true);
}

/** log Σ exp(x − max) + max, so that nothing overflows. */
function logSumExp(call: LayerCall): Feature {
  const { builder } = call;
  const [x] = call.inputs;
  const axes = axesIn(call, 'axis')?.map((axis) => positive(axis, x.shape.length));
  if (!axes || axes.includes(0)) throw unsupported(call, 'it would join the images of a batch');
  const keep = parameter(call, 'keepdims') === true;
  const highest = reduced(builder, x, 'max', axes, true);
  const powers = builder.mapped(combined(builder, 'Sub', x, highest), 'Exp');
  const logarithm = builder.mapped(reduced(builder, powers, 'sum', axes, keep), 'Log');
  return combined(builder, 'Add', logarithm, reduced(builder, x, 'max', axes, keep));
}

/** x / max(‖x‖, ε) along one axis. */
function unit(call: LayerCall, axes: readonly number[], smallest: number): Feature {
  const { builder } = call;
  const [x] = call.inputs;
  const square = builder.mapped(x, 'Mul', [x.tensor]);
  const norm = builder.mapped(reduced(builder, square, 'sum', axes, true), 'Sqrt');
  return combined(builder, 'Div', x, builder.mapped(norm, 'Max', [builder.scalar(smallest)]));
}

/** The operations of `keras.ops`, and layers, that are made of sums along axes. */
export const statisticOperations: readonly LayerConverter[] = [
  { classes: ['Var'], build: variance },
  { classes: ['Std'], build: (call) => call.builder.mapped(variance(call), 'Sqrt') },
  { classes: ['Logsumexp'], build: logSumExp },
  { classes: ['UnitNormalization'], build: (call) => unit(call, axesIn(call, 'axis') ?? [-1], 1e-6) },
  {
    classes: ['Normalize'],
    build(call) {
      const order = parameter(call, 'order') ?? 2;
      if (order !== 2) throw unsupported(call, `a norm of the order ${String(order)} is not supported`);
      return unit(call, [axisOf(call, -1)], Number(parameter(call, 'epsilon') ?? 1e-12));
    },
  },
];
