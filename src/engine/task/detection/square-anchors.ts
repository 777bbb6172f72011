import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { Size } from './fitting';
import { cornersOf, inPixels, lastAxis } from './parts';

/** Square anchors at every place of a grid. */
export interface AnchorGrid {
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
  /** Sides in pixels. */
  readonly sides: readonly number[];
}

export const anchorCount = (grids: readonly AnchorGrid[]): number =>
  grids.reduce((sum, { rows, columns, sides }) => sum + rows * columns * sides.length, 0);

/** By which SSD multiplies the steps of the middle; those of width and height are told each. */
const MIDDLE = 0.1;

/**
 * Boxes as steps from anchors, [N, anchors, 4], as corners in pixels: of the middle in sides of the anchor, of width and
 * height as logarithms.
 * @param scales of the steps of width and height
 */
export function boxesFromSteps(
  builder: GraphBuilder,
  steps: string,
  size: Size,
  { grids, scales }: { readonly grids: readonly AnchorGrid[]; readonly scales: readonly [number, number] },
): string {
  const { middles, sides } = anchorsOf(grids, size);
  const own = builder.constant(sides, 'anchorSides');
  const scaled = (from: number, to: number, by: readonly number[]): string =>
    builder.op('Mul', [lastAxis(builder, steps, from, to), builder.constant(floats([by.length], by), 'scales')]);
  const moved = builder.op('Add', [
    builder.op('Mul', [scaled(0, 2, [MIDDLE]), own]),
    builder.constant(middles, 'anchorMiddles'),
  ]);
  const grown = builder.op('Mul', [builder.op('Exp', [scaled(2, 4, scales)]), own]);
  return inPixels(builder, cornersOf(builder, builder.op('Concat', [moved, grown], { axis: int(-1) })), size);
}

/** Middles and sides of all anchors as shares of width and height, [anchors, 2]. */
function anchorsOf(grids: readonly AnchorGrid[], [height, width]: Size): Record<'middles' | 'sides', FloatTensor> {
  const anchors = grids.flatMap(({ stride, rows, columns, sides }) =>
    Array.from({ length: rows * columns * sides.length }, (_, k) => {
      const place = Math.floor(k / sides.length);
      const [x, y] = [place % columns, Math.floor(place / columns)].map((at) => (at + 0.5) * stride);
      const side = sides[k % sides.length];
      return { middle: [x / width, y / height], side: [side / width, side / height] };
    }),
  );
  const rows = (values: readonly (readonly number[])[]): FloatTensor =>
    floats([values.length, 2], Float32Array.from(values.flat()));
  return { middles: rows(anchors.map(({ middle }) => middle)), sides: rows(anchors.map(({ side }) => side)) };
}
