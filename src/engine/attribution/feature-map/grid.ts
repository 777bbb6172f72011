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
