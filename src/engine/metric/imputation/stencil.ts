/**
 * A symmetric operator on a grid that couples each node to its eight neighbours. Arrays are padded by one node
 * all round, so that no neighbour needs a bounds check: node (row, column) is at (row + 1) · stride + column + 1.
 */
export interface Stencil {
  readonly height: number;
  readonly width: number;
  readonly stride: number;
  /** Positions of the nodes in use, in row-major order; vectors are zero everywhere else. */
  readonly nodes: Int32Array;
  readonly diagonal: Float64Array;
  /** 1 / diagonal at the nodes: a division costs a sweep more than all its products. */
  readonly inverse: Float64Array;
  /** Couplings to the neighbour in that direction; the opposite directions follow by symmetry. */
  readonly east: Float64Array;
  readonly south: Float64Array;
  readonly southEast: Float64Array;
  readonly southWest: Float64Array;
}
export type Couplings = Omit<Stencil, 'nodes' | 'inverse'>;

/** Couplings of zero, to be filled in. */
export function emptyCouplings(height: number, width: number): Couplings {
  const stride = width + 2;
  const zeros = (): Float64Array => new Float64Array((height + 2) * stride);
  return { height, width, stride, diagonal: zeros(), east: zeros(), south: zeros(), southEast: zeros(), southWest: zeros() };
}

/** The operator of these couplings; the nodes in use are those with a positive diagonal. */
export function stencilOf(couplings: Couplings): Stencil {
  const { diagonal } = couplings;
  const nodes = new Int32Array(diagonal.length);
  const inverse = new Float64Array(diagonal.length);
  let count = 0;
  for (let p = 0; p < diagonal.length; p++) {
    if (diagonal[p] <= 0) continue;
    inverse[p] = 1 / diagonal[p];
    nodes[count++] = p;
  }
  return { ...couplings, nodes: nodes.slice(0, count), inverse };
}

/** out = b − A x at the nodes. */
export function residual(stencil: Stencil, x: Float64Array, b: Float64Array, out: Float64Array): void {
  const { nodes, stride, diagonal, east, south, southEast, southWest } = stencil;
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    out[p] =
      b[p] - diagonal[p] * x[p] -
      (east[p] * x[p + 1] + south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) -
      (east[p - 1] * x[p - 1] + south[above] * x[above] + southEast[above - 1] * x[above - 1] + southWest[above + 1] * x[above + 1]);
  }
}

/** One Gauss-Seidel sweep of A x = b, in row-major order or backwards. */
export function relax(stencil: Stencil, x: Float64Array, b: Float64Array, backwards: boolean): void {
  const { nodes, stride, inverse, east, south, southEast, southWest } = stencil;
  const end = backwards ? -1 : nodes.length;
  const step = backwards ? -1 : 1;
  for (let k = backwards ? nodes.length - 1 : 0; k !== end; k += step) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    x[p] =
      inverse[p] *
      (b[p] -
        (south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) -
        (south[above] * x[above] + southEast[above - 1] * x[above - 1] + southWest[above + 1] * x[above + 1]) -
        (east[p] * x[p + 1] + east[p - 1] * x[p - 1]));
  }
}
