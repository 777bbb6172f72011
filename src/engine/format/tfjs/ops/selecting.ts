import { int } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import { placeOf, positive, type Feature } from '../../builder/feature';
import { END, cut } from '../../builder/moving';
import { numbers, type OperatorCall, type OperatorConverter } from '../operator';

/** Where along an axis the largest or smallest value stands; of equal ones the first. */
const argument =
  (op: string) =>
  (call: OperatorCall): Feature => {
    const {
      builder,
      inputs: [x],
    } = call;
    const axis = positive(call.inputs[1] ? numbers(call, 1)[0] : 0, x.shape.length);
    const tensor = builder.op(op, [builder.plain(x)], { axis: int(axis), keepdims: int(0) });
    return { tensor, shape: x.shape.filter((_, k) => k !== axis), moved: false, whole: true };
  };

/** The largest values of the last axis and where they stand. */
function largest(call: OperatorCall): Feature[] {
  const {
    builder,
    inputs: [x],
  } = call;
  const [k] = numbers(call, 1);
  const [values, indices] = builder.ops(
    'TopK',
    [builder.plain(x), builder.integers(k)],
    { axis: int(-1), largest: int(1), sorted: int(1) },
    2,
  );
  const shape = [...x.shape.slice(0, -1), k];
  return [
    { tensor: values, shape, moved: false, whole: x.whole },
    { tensor: indices, shape, moved: false, whole: true },
  ];
}

function oneHot(call: OperatorCall): Feature {
  const {
    builder,
    node,
    inputs: [x, , on, off],
  } = call;
  const [depth] = numbers(call, 1);
  const axis = positive(node.number('axis', -1), x.shape.length + 1);
  const value = (feature: Feature | undefined, otherwise: number): number =>
    Number(feature?.constant?.data[0] ?? otherwise);
  const values = builder.store(floats([2], [value(off, 0), value(on, 1)]), 'values');
  return {
    tensor: builder.op('OneHot', [builder.plain(x), builder.integers(depth), values], { axis: int(axis) }),
    shape: [...x.shape.slice(0, axis), depth, ...x.shape.slice(axis)],
    moved: false,
  };
}

function gatheredAt(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [x, at],
  } = call;
  const depth = Number(at.shape.at(-1));
  return {
    tensor: builder.op('GatherND', [builder.plain(x), builder.plain(at)]),
    shape: [...at.shape.slice(0, -1), ...x.shape.slice(depth)],
    moved: false,
    whole: x.whole,
  };
}

const reversed = (call: OperatorCall): Feature => ({
  ...cut(
    call.builder,
    call.inputs[0],
    numbers(call, 1).map((axis) => ({ axis, start: END, end: -END, step: -1 })),
  ),
  whole: call.inputs[0].whole,
});

function summedUp(call: OperatorCall): Feature {
  const {
    builder,
    node,
    inputs: [x],
  } = call;
  const axis = placeOf(x, numbers(call, 1)[0]);
  const flag = (name: string): ReturnType<typeof int> => int(node.flag(name) ? 1 : 0);
  return builder.mapped(
    x,
    'CumSum',
    [builder.store({ type: 'int64', dims: [], data: BigInt64Array.of(BigInt(axis)) }, 'axis')],
    { exclusive: flag('exclusive'), reverse: flag('reverse') },
  );
}

export const selectingOperators: readonly OperatorConverter[] = [
  { ops: ['ArgMax'], build: argument('ArgMax') },
  { ops: ['ArgMin'], build: argument('ArgMin') },
  { ops: ['TopKV2'], build: largest },
  { ops: ['OneHot'], build: oneHot },
  { ops: ['GatherNd'], build: gatheredAt },
  { ops: ['ReverseV2'], build: reversed },
  { ops: ['Cumsum'], build: summedUp },
];
