import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
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

/** The end of an axis as a Slice counts it. */
export const END = 2 ** 31 - 1;

/** Boxes told as top, left, bottom and right, as corners. */
export const columnsFirst = (builder: GraphBuilder, boxes: string): string =>
  builder.op('Gather', [boxes, builder.integers(1, 0, 3, 2)], { axis: int(-1) });
