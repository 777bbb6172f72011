import type { RandomStream } from '../../tensor/random';

/** The draws of one RISE mask: a coarse 0/1 grid, row by row, and where the upsampled grid is cropped. */
export interface RiseGrid {
  readonly cells: ArrayLike<number>;
  readonly shift: readonly [row: number, column: number];
}

/** Grid cells per axis: `gridSize` each way, one row for a signal. */
export function cellsOf(spatial: readonly number[], gridSize: number): [rows: number, columns: number] {
  return [spatial.length === 1 ? 1 : gridSize, gridSize];
}

/** Pixels a grid cell spans. */
export const cellSize = (length: number, cells: number): number => Math.ceil(length / cells);

/** One mask's grid and shift: cells are 1 with the given probability; shifts are uniform below a cell's size. */
export function drawGrid(stream: RandomStream, spatial: readonly number[], gridSize: number, probability: number): RiseGrid {
  const [rows, columns] = cellsOf(spatial, gridSize);
  const [height, width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
  const cells = Uint8Array.from({ length: rows * columns }, () => (stream.uniform() < probability ? 1 : 0));
  return { cells, shift: [stream.below(cellSize(height, rows)), stream.below(cellSize(width, columns))] };
}

/** Linear interpolation from grid cells to pixels, a dense matrix `[rows, cells]`. */
export interface Interpolation {
  readonly rows: number;
  readonly weights: Float64Array;
}

/**
 * Upsampling of `cells` values to (cells + 1) · cellSize pixels, half-pixel centres, ends clamped.
 * @see Petsiuk et al. 2018, RISE, section 3.2
 */
export function interpolation(length: number, cells: number): Interpolation {
  const rows = (cells + 1) * cellSize(length, cells);
  const weights = new Float64Array(rows * cells);
  for (let row = 0; row < rows; row++) {
    const place = ((row + 0.5) * cells) / rows - 0.5;
    const below = Math.floor(place);
    const fraction = place - below;
    weights[row * cells + clamped(below, cells)] += 1 - fraction;
    weights[row * cells + clamped(below + 1, cells)] += fraction;
  }
  return { rows, weights };
}

const clamped = (index: number, length: number): number => Math.min(Math.max(index, 0), length - 1);

/** Makes masks one after the other into one buffer, `[H · W]`. */
export class RiseMasker {
  private readonly down: Interpolation;
  private readonly across: Interpolation;
  private readonly height: number;
  private readonly width: number;
  private readonly rows: number;
  private readonly columns: number;
  private readonly bands: Float64Array;
  readonly mask: Float64Array;

  constructor(spatial: readonly number[], gridSize: number) {
    [this.rows, this.columns] = cellsOf(spatial, gridSize);
    [this.height, this.width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
    this.down = interpolation(this.height, this.rows);
    this.across = interpolation(this.width, this.columns);
    this.bands = new Float64Array(this.rows * this.width);
    this.mask = new Float64Array(this.height * this.width);
  }

  /** The mask of one grid; the buffer is reused by the next call. */
  make({ cells, shift }: RiseGrid): Float64Array {
    const { rows, columns, width, height, bands, mask } = this;
    bands.fill(0);
    for (let row = 0; row < rows; row++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        const at = (shift[1] + x) * columns;
        for (let column = 0; column < columns; column++) sum += this.across.weights[at + column] * Number(cells[row * columns + column]);
        bands[row * width + x] = sum;
      }
    }
    for (let y = 0; y < height; y++) this.blendRow(mask.subarray(y * width, (y + 1) * width), (shift[0] + y) * rows);
    return mask;
  }

  /** One row of the mask from the at most two bands that reach it. */
  private blendRow(target: Float64Array, at: number): void {
    const { rows, width, bands, down } = this;
    target.fill(0);
    for (let row = 0; row < rows; row++) {
      const weight = down.weights[at + row];
      if (weight === 0) continue;
      const start = row * width;
      for (let x = 0; x < width; x++) target[x] += weight * bands[start + x];
    }
  }
}
