import type { RandomStream } from '../../tensor/random';
import { cellSize, interpolation, type Interpolation } from './interpolation';
import { addShifted, type Layout } from './shifted-bands';

/** The draws of one RISE mask: a coarse 0/1 grid, row by row, and where the upsampled grid is cropped. */
export interface RiseGrid {
  readonly cells: ArrayLike<number>;
  readonly shift: readonly [row: number, column: number];
}

/** Grid cells per axis: `gridSize` each way, one row for a signal. */
export function cellsOf(spatial: readonly number[], gridSize: number): [rows: number, columns: number] {
  return [spatial.length === 1 ? 1 : gridSize, gridSize];
}

/** One mask's grid and shift: cells are 1 with the given probability; shifts are uniform below a cell's size. */
export function drawGrid(
  stream: RandomStream,
  spatial: readonly number[],
  gridSize: number,
  probability: number,
): RiseGrid {
  const [rows, columns] = cellsOf(spatial, gridSize);
  const [height, width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
  const cells = Uint8Array.from({ length: rows * columns }, () => (stream.uniform() < probability ? 1 : 0));
  return { cells, shift: [stream.below(cellSize(height, rows)), stream.below(cellSize(width, columns))] };
}

/** Fewer shifts than this are added one by one. */
const FEW = 4;

/** The two interpolations that make a mask from its grid: first along the rows of cells, then between them. */
export class RiseMasker {
  readonly height: number;
  readonly width: number;
  /** Rows of cells. */
  readonly rows: number;
  private readonly columns: number;
  private readonly down: Interpolation;
  private readonly across: Interpolation;
  /** Upsampled rows of cells, `[rows, W]`, of the grid seen last. */
  readonly bands: Float64Array;
  private readonly mask: Float64Array;
  private readonly layout: Layout;

  constructor(spatial: readonly number[], gridSize: number) {
    [this.rows, this.columns] = cellsOf(spatial, gridSize);
    [this.height, this.width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
    this.down = interpolation(this.height, this.rows);
    this.across = interpolation(this.width, this.columns);
    this.bands = new Float64Array(this.rows * this.width);
    this.mask = new Float64Array(this.height * this.width);
    const { down, height, width } = this;
    this.layout = { down, slope: this.rows / down.rows, height, width, most: cellSize(height, this.rows) - 1 };
  }

  /** Every row of cells upsampled to the width, cropped at the column shift. */
  makeBands({ cells, shift }: RiseGrid): Float64Array {
    const { first, second, share } = this.across;
    for (let row = 0, at = 0; row < this.rows; row++) {
      const start = row * this.columns;
      for (let x = shift[1]; x < shift[1] + this.width; x++, at++) {
        const left = Number(cells[start + first[x]]);
        this.bands[at] = left + share[x] * (Number(cells[start + second[x]]) - left);
      }
    }
    return this.bands;
  }

  /** Adds the rows between bands, cropped at a row shift, to `target` `[H · W]`. */
  addBetween(bands: Float64Array, shift: number, target: Float64Array): void {
    const { first, second, share } = this.down;
    for (let y = 0, i = 0; y < this.height; y++) {
      const upper = first[shift + y] * this.width;
      const lower = second[shift + y] * this.width;
      const part = share[shift + y];
      for (let x = 0; x < this.width; x++, i++)
        target[i] += bands[upper + x] + part * (bands[lower + x] - bands[upper + x]);
    }
  }

  /** The rows between bands, cropped at their row shifts, added up: `[H · W]`. */
  sumBetween(bands: ReadonlyMap<number, Float64Array>): Float64Array {
    const sum = new Float64Array(this.height * this.width);
    if (bands.size < FEW) bands.forEach((rows, shift) => this.addBetween(rows, shift, sum));
    else addShifted(this.layout, bands, sum);
    return sum;
  }

  /** The mask of one grid, `[H · W]`; the buffer is reused by the next call. */
  make(grid: RiseGrid): Float64Array {
    this.mask.fill(0);
    this.addBetween(this.makeBands(grid), grid.shift[0], this.mask);
    return this.mask;
  }
}
