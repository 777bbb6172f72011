import type { GraphBuilder } from '../../graph/builder';
import { int, ints } from '../../graph/model';
import { integers } from '../../tensor/tensor';
import { spanOf, type Window } from '../window';

/** The rows or columns from one number to another, found when the graph runs. */
interface Stretch {
  readonly start: string;
  readonly end: string;
  /** Their numbers. */
  readonly places: string;
}

/** Rows and columns. */
type Rectangle = readonly [Stretch, Stretch];

/** A rectangle of an image's places. */
export interface Crop {
  readonly lines: Rectangle;
  /** Height and width of the image. */
  readonly size: readonly [number, number];
}

const AXES = [2, 3] as const;

const whole = (builder: GraphBuilder, value: number): string => builder.constant(integers([value], []), 'place');

const stretch = (builder: GraphBuilder, start: string, end: string): Stretch => ({
  start,
  end,
  places: builder.op('Range', [start, end, whole(builder, 1)]),
});

/** The smallest rectangle outside which a gradient [N, C, H, W] is zero; one place where it is zero all over. */
export function supportOf(builder: GraphBuilder, gradient: string, size: Crop['size']): Crop {
  // What is not a number must be seen, too.
  const differs = builder.op('Not', [builder.op('Equal', [gradient, builder.scalar(0)])]);
  const plane = builder.op('ReduceMax', [builder.op('Cast', [differs], { to: int(1) }), builder.integers(0, 1)], {
    keepdims: int(0),
  });
  const along = (other: number): Stretch => {
    const line = builder.op('ReduceMax', [plane, builder.integers(other)], { keepdims: int(0) });
    const at = (last: number) =>
      builder.op('ArgMax', [line], { axis: int(0), keepdims: int(0), select_last_index: int(last) });
    const any = builder.op('Cast', [builder.op('ReduceMax', [line], { keepdims: int(0) })], { to: int(7) });
    const first = at(0);
    const length = builder.op('Mul', [builder.op('Sub', [at(1), first]), any]);
    return stretch(builder, first, builder.op('Add', [builder.op('Add', [first, length]), whole(builder, 1)]));
  };
  return { lines: [along(1), along(0)], size };
}

/**
 * The part of an image tensor in a rectangle. Of a Gather, other than of a Slice, ONNX Runtime knows the other lengths,
 * as its blocked layout asks.
 */
export const cropped = (builder: GraphBuilder, tensor: string, lines: Rectangle): string =>
  lines.reduce((part, { places }, k) => builder.op('Gather', [part, places], { axis: int(AXES[k]) }), tensor);

/** A tensor of a crop with zeros around it, as large as the image: a product with columns of the identity. */
export function restored(builder: GraphBuilder, tensor: string, { lines, size }: Crop): string {
  const columns = (k: number): string => {
    const square = builder.op('ConstantOfShape', [builder.integers(size[k], size[k])]);
    return builder.op('Gather', [builder.op('EyeLike', [square]), lines[k].places], { axis: int(1) });
  };
  const rows = builder.op('MatMul', [columns(0), tensor]);
  return builder.op('MatMul', [rows, builder.op('Transpose', [columns(1)], { perm: ints([1, 0]) })]);
}

/** What windows of stride 1 read of an image of a size to make a crop. */
export interface Surroundings {
  readonly crop: Crop;
  /** Where the crop lies among all that the windows read, padding included; undefined where it is all of it. */
  readonly inner?: Rectangle;
}

export function surroundings(
  builder: GraphBuilder,
  crop: Crop,
  windows: readonly Window[],
  size: Crop['size'],
): Surroundings {
  if (windows.every((window) => window.begin === 0 && window.end === 0 && spanOf(window) === 1)) return { crop };
  const ends = crop.lines.map(({ start, end }, k) => {
    const { begin } = windows[k];
    const first = builder.op('Sub', [start, whole(builder, begin)]);
    const last = builder.op('Add', [end, whole(builder, spanOf(windows[k]) - 1 - begin)]);
    const within = [
      builder.op('Max', [first, whole(builder, 0)]),
      builder.op('Min', [last, whole(builder, size[k])]),
    ] as const;
    const inner = within.map((bound) => builder.op('Sub', [bound, first]));
    return { outer: stretch(builder, ...within), inner: stretch(builder, inner[0], inner[1]) };
  });
  const [rows, columns] = ends;
  return { crop: { lines: [rows.outer, columns.outer], size }, inner: [rows.inner, columns.inner] };
}
