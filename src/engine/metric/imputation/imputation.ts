import { cycle, hierarchy, type Level } from './multigrid';
import { CORNER_WEIGHT, EDGE_WEIGHT, at, emptyCouplings, stencilOf, type Grid, type Stencil } from './stencil';

const MOST_ITERATIONS = 500;
/** Residual against the right-hand side; well under float32's rounding of the result. */
const PRECISION = 1e-7;

/**
 * Fills unknown pixels so that each is the weighted mean of its up to eight neighbours (edges 1/6, corners 1/12,
 * renormalised at the border), all unknown ones at once: ROAD's noisy linear imputation without its noise.
 *
 * Times the sum of its weights, every row reads Σ w (x − neighbour) = 0, which is a symmetric positive definite system;
 * conjugate gradients solve it, preconditioned by a multigrid cycle, in a number of steps that hardly depends on the
 * size.
 * @param planes [channels, height, width], one plane per channel
 * @param unknown 1 where a pixel is to be filled; where nothing is known, each plane becomes its own mean
 * @see Rong et al. 2022, A Consistent and Efficient Evaluation Strategy for Attribution Methods
 */
export function impute(planes: Float32Array, unknown: ArrayLike<number>, width: number): Float32Array {
  const positions = unknown.length;
  const filled = planes.slice();
  const stencil = laplacian(unknown, positions / width, width);
  if (stencil.nodes.length === 0) return filled;
  if (stencil.nodes.length === positions) return averaged(filled, positions);
  const levels = hierarchy(stencil);
  const zeros = (): Float64Array => new Float64Array(stencil.size);
  const [x, known] = [zeros(), zeros()];
  const workspace: Workspace = { image: zeros(), direction: zeros(), b: zeros() };
  for (let start = 0; start < planes.length; start += positions) {
    const plane = filled.subarray(start, start + positions);
    copyKnown(stencil, plane, unknown, known);
    rightHandSide(stencil, known, workspace.b);
    solve(levels, x, workspace);
    copySolved(stencil, x, unknown, plane);
  }
  return filled;
}

function copyKnown(grid: Grid, plane: Float32Array, unknown: ArrayLike<number>, known: Float64Array): void {
  for (let row = 0, i = 0; row < grid.height; row++)
    for (let p = at(grid, row, 0), end = p + grid.width; p < end; p++, i++) known[p] = unknown[i] ? 0 : plane[i];
}

function copySolved(grid: Grid, x: Float64Array, unknown: ArrayLike<number>, plane: Float32Array): void {
  for (let row = 0, i = 0; row < grid.height; row++)
    for (let p = at(grid, row, 0), end = p + grid.width; p < end; p++, i++) if (unknown[i]) plane[i] = x[p];
}

function averaged(planes: Float32Array, positions: number): Float32Array {
  for (let start = 0; start < planes.length; start += positions) {
    const plane = planes.subarray(start, start + positions);
    plane.fill(plane.reduce((sum, v) => sum + v, 0) / positions);
  }
  return planes;
}

/** Rows of the unknown pixels: the sum of the weights on the diagonal, minus the weight for an unknown neighbour. */
function laplacian(unknown: ArrayLike<number>, height: number, width: number): Stencil {
  const couplings = emptyCouplings(height, width);
  const { diagonal, east, south, southEast, southWest } = couplings;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const i = row * width + column;
      if (!unknown[i]) continue;
      const p = at(couplings, row, column);
      const [right, left, down] = [column < width - 1, column > 0, row < height - 1];
      const rows = Number(row > 0) + Number(down);
      const columns = Number(left) + Number(right);
      diagonal[p] = EDGE_WEIGHT * (rows + columns) + CORNER_WEIGHT * rows * columns;
      if (right && unknown[i + 1]) east[p] = -EDGE_WEIGHT;
      if (down && unknown[i + width]) south[p] = -EDGE_WEIGHT;
      if (down && right && unknown[i + width + 1]) southEast[p] = -CORNER_WEIGHT;
      if (down && left && unknown[i + width - 1]) southWest[p] = -CORNER_WEIGHT;
    }
  return stencilOf(couplings);
}

/** Σ weight · value over the known neighbours of each unknown pixel; `known` is zero elsewhere. */
function rightHandSide({ nodes, stride }: Stencil, known: Float64Array, b: Float64Array): void {
  const [edge, corner] = [EDGE_WEIGHT, CORNER_WEIGHT];
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const above = p - stride;
    const below = p + stride;
    b[p] =
      edge * (known[p - 1] + known[p + 1] + known[above] + known[below]) +
      corner * (known[above - 1] + known[above + 1] + known[below - 1] + known[below + 1]);
  }
}

function dot(a: Float64Array, b: Float64Array, nodes: Int32Array): number {
  let total = 0;
  for (let k = 0; k < nodes.length; k++) total += a[nodes[k]] * b[nodes[k]];
  return total;
}

/** Vectors of the solver, kept between channels. */
interface Workspace {
  readonly b: Float64Array;
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

/** a += factor · b. @returns ⟨a, a⟩, on the way */
function add(a: Float64Array, factor: number, b: Float64Array, nodes: Int32Array): number {
  let square = 0;
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const value = a[p] + factor * b[p];
    a[p] = value;
    square += value * value;
  }
  return square;
}

/** Preconditioned conjugate gradients for A x = b. */
function solve(levels: readonly Level[], x: Float64Array, { b, direction, image }: Workspace): void {
  const { stencil, x: correction, b: rest } = levels[0];
  const { nodes } = stencil;
  const { apply } = levels[0].sweeps;
  rest.set(b);
  x.fill(0);
  direction.fill(0);
  let left = dot(b, b, nodes);
  const enough = PRECISION ** 2 * left;
  let before = Infinity;
  for (let iteration = 0; iteration < MOST_ITERATIONS && left > enough; iteration++) {
    cycle(levels);
    const now = dot(rest, correction, nodes);
    const turn = now / before;
    for (let k = 0; k < nodes.length; k++) direction[nodes[k]] = correction[nodes[k]] + turn * direction[nodes[k]];
    const step = now / apply(stencil, direction, image);
    add(x, step, direction, nodes);
    left = add(rest, -step, image, nodes);
    before = now;
  }
}
