/** Pixels a grid cell spans. */
export const cellSize = (length: number, cells: number): number => Math.ceil(length / cells);

/** Linear interpolation from grid cells to pixels: every pixel lies between two cells. */
export interface Interpolation {
  /** Pixels of the upsampled grid. */
  readonly rows: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of the second cell. */
  readonly share: Float64Array;
}

/**
 * Upsampling of `cells` values to (cells + 1) · cellSize pixels, half-pixel centres, ends clamped.
 * @see Petsiuk et al. 2018, RISE, section 3.2
 */
export function interpolation(length: number, cells: number): Interpolation {
  const rows = (cells + 1) * cellSize(length, cells);
  const places = Float64Array.from({ length: rows }, (_, row) => ((row + 0.5) * cells) / rows - 0.5);
  return {
    rows,
    first: Int32Array.from(places, (place) => clamped(Math.floor(place), cells)),
    second: Int32Array.from(places, (place) => clamped(Math.floor(place) + 1, cells)),
    share: places.map((place) => place - Math.floor(place)),
  };
}

const clamped = (index: number, length: number): number => Math.min(Math.max(index, 0), length - 1);
