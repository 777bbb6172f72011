import { LensError } from '../../../protocol/error';
import { sizeOf } from '../../tensor/tensor';

/** Places of a layer: rows and columns, for a signal one row; for a volume as many slices of them. */
export interface Grid {
  /** Slices of a volume. */
  readonly depth?: number;
  readonly height: number;
  readonly width: number;
}

export const positionsOf = ({ depth = 1, height, width }: Grid): number => depth * height * width;

/** The grid of a tensor's spatial axes. */
export function gridOfSides(sides: readonly number[]): Grid {
  const [width, height = 1, depth] = [...sides].reverse();
  return { ...(depth !== undefined && { depth }), height, width };
}

/** As the spatial axes of a tensor of so many: [D, H, W], [H, W] or [L]. */
export const sidesOf = ({ depth = 1, height, width }: Grid, axes: number): number[] =>
  [depth, height, width].slice(3 - axes);

/**
 * The sides of an input under a layer's grid; of a vector that the network reads as a plane those of the plane, which
 * has the layer's proportion.
 * @param size of the input's spatial axes
 * @throws LensError `unsupported-model` where the places are none of the input
 */
export function sidesOver(grid: Grid, size: readonly number[]): readonly number[] {
  if (positionsOf(grid) === sizeOf(sidesOf(grid, size.length))) return size;
  const { depth, height, width } = grid;
  const scale = Math.sqrt(sizeOf(size) / (height * width));
  const plane = [Math.round(height * scale), Math.round(width * scale)];
  if (size.length === 1 && depth === undefined && sizeOf(plane) === size[0]) return plane;
  throw new LensError({
    code: 'unsupported-model',
    what: `a layer of ${sidesOf(grid, depth === undefined ? 2 : 3).join(' × ')} places does not lie over an input of ${size.join(' × ')}`,
    next: 'Choose another layer, or a method that needs none',
  });
}
