import type { Stencil } from './stencil';

/** What a multigrid solver does with an operator, all of it over the nodes in use. */
export interface Sweeps {
  /** out = A x. @returns ⟨x, A x⟩, on the way */
  apply(stencil: Stencil, x: Float64Array, out: Float64Array): number;
  /**
   * One forward Gauss-Seidel sweep of A x = b from x = 0, and what it leaves: later neighbours were still zero when a
   * node was visited, so they alone make up b − A x.
   */
  relaxFromZero(stencil: Stencil, x: Float64Array, b: Float64Array, rest: Float64Array): void;
  /** One backward Gauss-Seidel sweep of A x = b, whatever x holds where no node is in use. */
  relaxBackwards(stencil: Stencil, x: Float64Array, b: Float64Array): void;
}

function apply(stencil: Stencil, x: Float64Array, out: Float64Array): number {
  const { nodes, stride, diagonal, east, south, southEast, southWest } = stencil;
  let energy = 0;
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    const value =
      diagonal[p] * x[p] +
      (east[p] * x[p + 1] + south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) +
      (east[p - 1] * x[p - 1] +
        south[above] * x[above] +
        southEast[above - 1] * x[above - 1] +
        southWest[above + 1] * x[above + 1]);
    out[p] = value;
    energy += value * x[p];
  }
  return energy;
}

function relaxFromZero(stencil: Stencil, x: Float64Array, b: Float64Array, rest: Float64Array): void {
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

function relaxBackwards(stencil: Stencil, x: Float64Array, b: Float64Array): void {
  const { nodes, stride, inverse, east, south, southEast, southWest } = stencil;
  for (let k = nodes.length - 1; k >= 0; k--) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    x[p] =
      inverse[p] *
      (b[p] -
        (south[p] * x[below] + southEast[p] * x[below + 1] + southWest[p] * x[below - 1]) -
        (south[above] * x[above] +
          southEast[above - 1] * x[above - 1] +
          southWest[above + 1] * x[above + 1] +
          east[p - 1] * x[p - 1]) -
        east[p] * x[p + 1]);
  }
}

/** Sweeps of an operator whose couplings differ from node to node. */
export const sweeps: Sweeps = { apply, relaxFromZero, relaxBackwards };
