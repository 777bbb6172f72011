/**
 * Nodes of padding before and behind the grid: no neighbour, and no node of a grid twice as coarse, needs a bounds
 * check.
 */
const BEFORE = 1;
const BEHIND = 2;

/** Weights of the finest grid, in twelfths so that they are whole numbers: 1/6 and 1/12. */
export const EDGE_WEIGHT = 2;
export const CORNER_WEIGHT = 1;

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

function gridOf(height: number, width: number): Grid {
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
  /** All other positions, padding included. */
  readonly unused: Int32Array;
  readonly diagonal: Float64Array;
  /** 1 / diagonal at the nodes, because a division costs a sweep more than all its products. */
  readonly inverse: Float64Array;
  /**
   * Couplings to the neighbour in that direction, zero unless both are in use; the opposite directions follow by
   * symmetry.
   */
  readonly east: Float32Array;
  readonly south: Float32Array;
  readonly southEast: Float32Array;
  readonly southWest: Float32Array;
}
export type Couplings = Omit<Stencil, 'nodes' | 'unused' | 'inverse'>;

/** Couplings of zero, to be filled in. */
export function emptyCouplings(height: number, width: number): Couplings {
  const grid = gridOf(height, width);
  const zeros = (): Float32Array => new Float32Array(grid.size);
  return {
    ...grid,
    diagonal: new Float64Array(grid.size),
    east: zeros(),
    south: zeros(),
    southEast: zeros(),
    southWest: zeros(),
  };
}

/** The operator of these couplings; the nodes in use are those with a positive diagonal. */
export function stencilOf(couplings: Couplings): Stencil {
  const { diagonal, size } = couplings;
  const positions = new Int32Array(size);
  const inverse = new Float64Array(size);
  let count = 0;
  let free = size;
  for (let p = 0; p < size; p++) {
    if (diagonal[p] > 0) {
      inverse[p] = 1 / diagonal[p];
      positions[count++] = p;
    } else positions[--free] = p;
  }
  return { ...couplings, nodes: positions.subarray(0, count), unused: positions.subarray(count), inverse };
}
