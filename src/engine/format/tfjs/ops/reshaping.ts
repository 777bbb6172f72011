import type { Dimension } from '../../../graph/model';
import type { Feature } from '../../builder/feature';
import { numbers, unsupportedUse, type OperatorCall } from '../operator';

/** What one axis of the result is: a known length, the batch, or to be found. */
export function reshaped(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [x, target],
  } = call;
  const wanted: readonly Dimension[] | undefined = target.constant ? numbers(call, 1) : target.contents;
  if (!wanted || wanted.filter((d) => typeof d !== 'number').length > 1) {
    const rank = target.shape[0];
    if (typeof rank !== 'number') throw unsupportedUse(call, 'the shape it makes has no known rank');
    return {
      tensor: builder.op('Reshape', [builder.plain(x), target.tensor]),
      shape: new Array<Dimension>(rank).fill(null),
      moved: false,
      whole: x.whole,
    };
  }
  const values = wanted.map((d) => (typeof d === 'number' ? d : -1));
  const batched =
    wanted[0] === 'batch' ||
    (x.shape[0] === 'batch' && (values[0] === -1 || values[0] === 1) && keepsBatch(x.shape, values));
  if (batched) {
    const shape = opened(['batch', ...values.slice(1)], x.shape);
    if (x.shape[0] === 'batch') return builder.reshaped(x, shape);
    // The images' positions had become rows: as many as it takes make up the batch again.
    if (shape.slice(1).every((d) => typeof d === 'number'))
      return {
        tensor: builder.op('Reshape', [builder.plain(x), builder.integers(-1, ...(shape.slice(1) as number[]))]),
        shape,
        moved: false,
      };
  }
  const source = builder.plain(x);
  const shape = values.map((d): Dimension => (d === -1 ? null : d));
  return {
    tensor: builder.op('Reshape', [source, builder.integers(...values)]),
    shape,
    moved: false,
    whole: x.whole,
    ...(x.constant && { constant: reshapedConstant(x, values) }),
  };
}

function reshapedConstant(x: Feature, values: readonly number[]) {
  const size = x.constant!.data.length;
  const known = values.filter((d) => d !== -1).reduce((a, b) => a * b, 1);
  return { ...x.constant!, dims: values.map((d) => (d === -1 ? size / known : d)) };
}

/** The other axes hold as many numbers before and after. */
function keepsBatch(from: readonly Dimension[], to: readonly number[]): boolean {
  const rest = to.slice(1);
  if (rest.includes(-1)) return to[0] === 1;
  const before = from.slice(1);
  // Of open lengths nothing is known: −1 stands as it is, for as many rows as there will be.
  if (!before.every((d): d is number => typeof d === 'number')) return to[0] === 1;
  return before.reduce((a, b) => a * b, 1) === rest.reduce((a, b) => a * b, 1);
}

/** A −1 resolved where everything else is known. */
function opened(shape: readonly Dimension[], from: readonly Dimension[]): Dimension[] {
  const before = from.slice(1);
  const rest = shape.slice(1) as number[];
  const known = rest.filter((d) => d !== -1).reduce((a, b) => a * b, 1);
  const size = before.every((d): d is number => typeof d === 'number') ? before.reduce((a, b) => a * b, 1) : undefined;
  return [shape[0], ...rest.map((d): Dimension => (d === -1 ? (size === undefined ? null : size / known) : d))];
}
