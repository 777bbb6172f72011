/** Nodes of padding before and behind the grid: no neighbour, and no node of a grid twice as coarse, needs a bounds check. */
const BEFORE = 1;
const BEHIND = 2;

/** A grid held in padded arrays. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  /** From one row to the next. */
  readonly stride: number;
  /** Length of the padded arrays. */
  readonly size: number;
}

/** Position of a node of the grid in the padded arrays. */
export function at({ stride }: Grid, row: number, column: number): number {
  return (row + BEFORE) * stride + column + BEFORE;
}

export function gridOf(height: number, width: number): Grid {
  const stride = width + BEFORE + BEHIND;
  return { height, width, stride, size: (height + BEFORE + BEHIND) * stride };
}

/**
 * A symmetric operator that couples each node to its eight neighbours.
 * Single precision holds the couplings of the finest grid exactly; those of the others need not be exact.
 */
export interface Stencil extends Grid {
  /** Positions of the nodes in use, in row-major order. */
  readonly nodes: Int32Array;
  readonly diagonal: Float64Array;
  /** 1 / diagonal at the nodes, because a division costs a sweep more than all its products. */
  readonly inverse: Float64Array;
  /** Couplings to the neighbour in that direction, zero unless both are in use; the opposite directions follow by symmetry. */
  readonly east: Float32Array;
  readonly south: Float32Array;
  readonly southEast: Float32Array;
  readonly southWest: Float32Array;
}
export type Couplings = Omit<Stencil, 'nodes' | 'inverse'>;

/** Couplings of zero, to be filled in. */
export function emptyCouplings(height: number, width: number): Couplings {
  const grid = gridOf(height, width);
  const zeros = (): Float32Array => new Float32Array(grid.size);
  return { ...grid, diagonal: new Float64Array(grid.size), east: zeros(), south: zeros(), southEast: zeros(), southWest: zeros() };
}

/** The operator of these couplings; the nodes in use are those with a positive diagonal. */
export function stencilOf(couplings: Couplings): Stencil {
  const { diagonal, size } = couplings;
  const nodes = new Int32Array(size);
  const inverse = new Float64Array(size);
  let count = 0;
  for (let p = 0; p < size; p++) {
    if (diagonal[p] <= 0) continue;
    inverse[p] = 1 / diagonal[p];
    nodes[count++] = p;
  }
  return { ...couplings, nodes: nodes.slice(0, count), inverse };
}

/** out = A x at the nodes. @returns ⟨x, A x⟩, on the way */
export function apply(stencil: Stencil, x: Float64Array, out: Float64Array): number {
  const { nodes, stride, diagonal, east, south, southEast, southWest } = stencil;
  let energy = 0;
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    const value =
      diagonal[p] * x[p] +
      (east[p] * x[p + 1] + south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) +
      (east[p - 1] * x[p - 1] + south[above] * x[above] + southEast[above - 1] * x[above - 1] + southWest[above + 1] * x[above + 1]);
    out[p] = value;
    energy += value * x[p];
  }
  return energy;
}

/**
 * One forward Gauss-Seidel sweep of A x = b from x = 0, and what it leaves: later neighbours were still zero when a
 * node was visited, so they alone make up b − A x.
 */
export function relaxFromZero(stencil: Stencil, x: Float64Array, b: Float64Array, rest: Float64Array): void {
  const { nodes, stride, inverse, east, south, southEast, southWest } = stencil;
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const above = p - stride;
    const earlier = south[above] * x[above] + southEast[above - 1] * x[above - 1] + southWest[above + 1] * x[above + 1];
    x[p] = inverse[p] * (b[p] - earlier - east[p - 1] * x[p - 1]);
  }
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const below = p + stride;
    rest[p] = -(east[p] * x[p + 1] + south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]);
  }
}

/** One backward Gauss-Seidel sweep of A x = b. Values of x at nodes not in use have no effect. */
export function relaxBackwards(stencil: Stencil, x: Float64Array, b: Float64Array): void {
  const { nodes, stride, inverse, east, south, southEast, southWest } = stencil;
  for (let k = nodes.length - 1; k >= 0; k--) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    x[p] =
      inverse[p] *
      (b[p] -
        (south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) -
        (south[above] * x[above] + southEast[above - 1] * x[above - 1] + southWest[above + 1] * x[above + 1] + east[p - 1] * x[p - 1]) -
        east[p] * x[p + 1]);
  }
}
