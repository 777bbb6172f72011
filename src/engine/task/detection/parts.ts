import type { GraphBuilder } from '../../graph/builder';
import { int, type Dimension } from '../../graph/model';
import { floats } from '../../tensor/tensor';

/** [cx, cy, w, h] · CORNERS = [left, top, right, bottom]. */
const CORNERS = floats([4, 4], [1, 0, 1, 0, 0, 1, 0, 1, -0.5, 0, 0.5, 0, 0, -0.5, 0, 0.5]);

/** Elements from … to of the last axis. */
export const lastAxis = (builder: GraphBuilder, tensor: string, from: number, to: number): string =>
  builder.op('Slice', [tensor, builder.integers(from), builder.integers(to), builder.integers(-1)]);

/** Boxes as centre, width and height, as corners. */
export const cornersOf = (builder: GraphBuilder, centred: string): string =>
  builder.op('MatMul', [centred, builder.constant(CORNERS, 'corners')]);

/** Boxes told as shares of width and height, in pixels. */
export const inPixels = (builder: GraphBuilder, shares: string, [height, width]: readonly [number, number]): string =>
  builder.op('Mul', [shares, builder.constant(floats([4], [width, height, width, height]), 'size')]);

/** Boxes [N, k, 4] in pixels, or as shares where none reaches beyond 2, as boxes in pixels. */
export function shareOrPixels(builder: GraphBuilder, boxes: string, size: readonly [number, number]): string {
  // With a row of zeros, something is largest where nothing is selected.
  const padded = builder.op('Pad', [boxes, builder.integers(0, 0, 0, 0, 1, 0), builder.scalar(0)]);
  const most = builder.op('ReduceMax', [padded, builder.integers(1, 2)], { keepdims: int(1) });
  const areShares = builder.op('Less', [most, builder.scalar(2)]);
  return builder.op('Where', [areShares, inPixels(builder, boxes, size), boxes]);
}

/** The end of an axis as a Slice counts it. */
export const END = 2 ** 31 - 1;

/** Boxes told as top, left, bottom and right, as corners. */
export const columnsFirst = (builder: GraphBuilder, boxes: string): string =>
  builder.op('Gather', [boxes, builder.integers(1, 0, 3, 2)], { axis: int(-1) });

/** The box around one [cx, cy, w, h] that is turned by an angle, as corners. */
export function cornersAroundTurned(builder: GraphBuilder, centred: string, angle: string): string {
  const [centre, width, height] = [0, 2, 3].map((from) => lastAxis(builder, centred, from, from === 0 ? 2 : from + 1));
  const cosine = builder.op('Abs', [builder.op('Cos', [angle])]);
  const sine = builder.op('Abs', [builder.op('Sin', [angle])]);
  const side = (along: string, across: string): string =>
    builder.op('Add', [builder.op('Mul', [along, cosine]), builder.op('Mul', [across, sine])]);
  const sides = [side(width, height), side(height, width)];
  return cornersOf(builder, builder.op('Concat', [centre, ...sides], { axis: int(-1) }));
}

/** [N, k] as floats [N, k, 1]. */
export const column = (builder: GraphBuilder, tensor: string): string =>
  builder.op('Unsqueeze', [builder.op('Cast', [tensor], { to: int(FLOAT) }), builder.integers(-1)]);

/** ONNX's number of float32. */
const FLOAT = 1;

/** The shape of what a layout reads. */
export function shapeIn({ base: { graph } }: GraphBuilder, tensor: string): readonly Dimension[] {
  const known = [...graph.outputs, ...graph.inputs].find(({ name }) => name === tensor);
  return graph.values.get(tensor)?.shape ?? known?.shape ?? [];
}
