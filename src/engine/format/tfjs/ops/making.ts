import type { Dimension } from '../../../graph/model';
import { weightOf } from '../../../graph/weight';
import { floats, integers } from '../../../tensor/tensor';
import type { Feature } from '../../builder/feature';
import { unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';
import { contentsOf, lengths } from './contents';

/** The shape that an input of lengths describes. */
function shapeFrom(call: OperatorCall, index: number): readonly Dimension[] {
  const feature = call.inputs[index];
  const rank = feature.shape[0];
  const shape = contentsOf(feature) ?? (typeof rank === 'number' ? new Array<Dimension>(rank).fill(null) : undefined);
  if (!shape) throw unsupportedUse(call, 'the shape it makes has no known rank');
  return shape;
}

const spread = (call: OperatorCall, value: Feature, index: number): Feature => ({
  tensor: call.builder.op('Expand', [call.builder.plain(value), call.inputs[index].tensor]),
  shape: shapeFrom(call, index),
  moved: false,
  whole: value.whole,
});

/** Equal numbers in the shape of a feature. */
const like =
  (value: number) =>
  ({ builder, inputs: [x] }: OperatorCall): Feature => ({
    tensor: builder.op('ConstantOfShape', [builder.op('Shape', [x.tensor])], {
      value: { kind: 'tensor', value: weightOf(x.whole ? integers([value], [1]) : floats([1], [value])) },
    }),
    shape: x.shape,
    moved: x.moved,
    whole: x.whole,
  });

function range({ builder, inputs }: OperatorCall): Feature {
  const [start, end, step] = inputs.map((x) => contentsOf(x)?.[0]);
  const whole = inputs.every((x) => x.whole);
  const count =
    typeof start === 'number' && typeof end === 'number' && typeof step === 'number'
      ? Math.max(0, Math.ceil((end - start) / step))
      : undefined;
  if (count === undefined)
    return {
      tensor: builder.op(
        'Range',
        inputs.map((x) => x.tensor),
      ),
      shape: [null],
      moved: false,
      whole,
    };
  const values = Array.from({ length: count }, (_, k) => Number(start) + k * Number(step));
  return { ...builder.constant(whole ? integers(values) : floats([count], values)), whole };
}

export const makingOperators: readonly OperatorConverter[] = [
  { ops: ['Fill'], build: (call) => spread(call, call.inputs[1], 0) },
  { ops: ['BroadcastTo'], build: (call) => spread(call, call.inputs[0], 1) },
  { ops: ['Range'], build: range },
  { ops: ['ZerosLike'], build: like(0) },
  { ops: ['OnesLike'], build: like(1) },
  { ops: ['Rank'], build: ({ builder, inputs: [x] }) => lengths(builder, [x.shape.length], [], () => '') },
  {
    ops: ['Size'],
    build: ({ builder, inputs: [x] }) => {
      const size = x.shape.every((d): d is number => typeof d === 'number') ? x.shape.reduce((a, b) => a * b, 1) : null;
      return lengths(builder, [size], [], () => builder.op('Size', [x.tensor]));
    },
  },
];
