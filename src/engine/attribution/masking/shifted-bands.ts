import type { Interpolation } from './interpolation';

/** How bands `[rows, W]` become `[height, W]`, cropped at a shift 0 … most. */
export interface Layout {
  readonly down: Interpolation;
  /** What a row adds to the share within a segment: rows that lie between the same two rows of cells. */
  readonly slope: number;
  readonly height: number;
  readonly width: number;
  readonly most: number;
}

/** One walk over a segment: step n lets in the bands of one more shift and writes one row. */
interface Sweep {
  readonly steps: number;
  readonly shift: (n: number) => number;
  readonly row: (n: number) => number;
  /** The row of cells whose weight grows with the distance from the shift let in last, and the other. */
  readonly near: number;
  readonly far: number;
  /** Weight of `near` for the shift let in last. */
  readonly edge: number;
  /** Weight of `far` for the shift let in first, by row. */
  readonly rest: (row: number) => number;
}

/**
 * Adds the bands of every shift, interpolated and cropped there, to `target` `[height · W]`.
 *
 * Row y of shift s is row s + y of the upsampled bands, which lies between two rows of cells at (1 − t, t), with t
 * linear in s + y within a segment. At y, the shifts whose row lies in a segment are the first or the last ones, as
 * segments are longer than the shifts. Both sets grow by one shift per row when walked from their ends, and
 * Σ (1 − t) U + t V = rest · Σ U + edge · Σ V + slope · Σ (distance · U or V) grows with them: H instead of H · shifts
 * rows to add. Only what is positive is added, so that positions that no mask shows stay 0.
 */
export function addShifted(layout: Layout, bands: ReadonlyMap<number, Float64Array>, target: Float64Array): void {
  const { rows, share } = layout.down;
  for (let start = 0, end = 1; start < rows; start = end, end++) {
    while (end < rows && share[end] > share[end - 1]) end++;
    for (const sweep of sweepsOf(layout, start, end)) walk(layout, sweep, bands, target);
  }
}

/** The rows that the last shifts (all of them further on) bring to a segment, and those that the first ones bring. */
function sweepsOf({ down, height, most }: Layout, start: number, end: number): Sweep[] {
  const { first, second, share } = down;
  const below: Sweep = {
    steps: Math.min(height, end - most) - (start - most),
    shift: (n) => most - n,
    row: (n) => start - most + n,
    near: second[start],
    far: first[start],
    edge: share[start],
    rest: (row) => 1 - share[row + most],
  };
  const above: Sweep = {
    steps: end - Math.max(0, end - most),
    shift: (n) => n,
    row: (n) => end - 1 - n,
    near: first[start],
    far: second[start],
    edge: 1 - share[end - 1],
    rest: (row) => share[row],
  };
  return [...(end > most ? [below] : []), ...(end - most < height ? [above] : [])];
}

function walk(layout: Layout, sweep: Sweep, bands: ReadonlyMap<number, Float64Array>, target: Float64Array): void {
  const { height, width, slope } = layout;
  const near = new Float64Array(width);
  const far = new Float64Array(width);
  const distant = new Float64Array(width);
  for (let n = 0; n < sweep.steps; n++) {
    const entering = bands.get(sweep.shift(n));
    if (entering) {
      const [from, to] = [sweep.near * width, sweep.far * width];
      for (let x = 0; x < width; x++) {
        near[x] += entering[from + x];
        far[x] += entering[to + x];
        distant[x] += n * entering[to + x];
      }
    }
    const row = sweep.row(n);
    if (row >= 0 && row < height) {
      const rest = sweep.rest(row);
      for (let x = 0, i = row * width; x < width; x++, i++)
        target[i] += sweep.edge * near[x] + rest * far[x] + slope * distant[x];
    }
    for (let x = 0; x < width; x++) distant[x] += near[x];
  }
}
