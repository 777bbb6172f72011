import { Arithmetic } from '../../gradient/arithmetic';
import type { ReverseContext } from '../../gradient/rule';
import { reshaped, shapeTensor, zerosLike } from '../../gradient/shaping';
import { int, text } from '../../graph/model';
import type { PairedRule } from './pair';
import { ordinary } from './rescale';

const EQUAL = 1e-10;

/**
 * With M = max(out, out′) of a window, its maximum at the input receives m (M − out′) and its maximum at the baseline m (out − M);
 * what an element gathers from all its windows is divided by its own change, so that the windows' changes are kept exactly.
 */
export const maxPool: PairedRule = (context, counterpart) => {
  const { node, gradients } = context;
  const math = new Arithmetic(context);
  const [x, y] = [node.inputs[0], node.outputs[0]];
  const higher = math.op('Max', y, counterpart(y));
  const rise = math.mul(gradients[0]!, math.sub(higher, counterpart(y)));
  const fall = math.mul(gradients[0]!, math.sub(y, higher));
  const changes = scattered(context, scattered(context, zeros(context), x, rise), counterpart(x), fall);
  const change = math.sub(x, counterpart(x));
  const equal = math.op('Less', math.op('Abs', change), EQUAL);
  const multiplier = math.div(context.builder.op('Reshape', [changes, shapeTensor(context, x)]), math.where(equal, 1, change));
  return [math.where(equal, ordinary(context, gradients[0]!), multiplier)];
};

/** All positions in one row. */
const zeros = (context: ReverseContext): string => reshaped(context, zerosLike(context, context.node.inputs[0]), [-1]);

/** `values`, one per window, added at each window's maximum of `x`. */
function scattered(context: ReverseContext, onto: string, x: string, values: string): string {
  const { node, builder } = context;
  const indices = node.op === 'GlobalMaxPool' ? globalIndices(context, x) : reshaped(context, builder.ops('MaxPool', [x], node.attributes, 2)[1], [-1]);
  return builder.op('ScatterElements', [onto, indices, reshaped(context, values, [-1])], { axis: int(0), reduction: text('add') });
}

/** Flat index of each plane's maximum: plane · positions + position. */
function globalIndices(context: ReverseContext, x: string): string {
  const { builder } = context;
  const math = new Arithmetic(context);
  const planes = builder.op('Reshape', [builder.op('Flatten', [x], { axis: int(2) }), builder.integers(0, -1)]);
  const best = builder.op('ArgMax', [planes], { axis: int(1), keepdims: int(0) });
  const size = builder.op('Shape', [planes], { start: int(1), end: int(2) });
  const count = builder.op('Shape', [planes], { start: int(0), end: int(1) });
  const scalar = (tensor: string) => builder.op('Squeeze', [tensor]);
  const rows = builder.op('Range', [scalar(builder.integers(0)), scalar(count), scalar(builder.integers(1))]);
  return math.op('Add', math.op('Mul', rows, size), best);
}
