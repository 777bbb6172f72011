import { cycle, hierarchy, type Level } from './multigrid';
import { emptyCouplings, residual as residualOf, stencilOf, type Stencil } from './stencil';

const EDGE_WEIGHT = 1 / 6;
const CORNER_WEIGHT = 1 / 12;
const MOST_ITERATIONS = 500;
/** Residual against the right-hand side; well under float32's rounding of the result. */
const PRECISION = 1e-8;

/**
 * Fills unknown pixels so that each is the weighted mean of its up to eight neighbours (edges 1/6, corners 1/12,
 * renormalised at the border), all unknown ones at once: ROAD's noisy linear imputation without its noise.
 *
 * Times the sum of its weights, every row reads Σ w (x − neighbour) = 0, which is a symmetric positive definite system;
 * conjugate gradients solve it, preconditioned by a multigrid cycle, in a number of steps that hardly depends on the size.
 * @param planes [channels, height, width], one plane per channel
 * @param unknown 1 where a pixel is to be filled; where nothing is known, each plane becomes its own mean
 * @param guess a solution nearby, such as that of the last threshold
 * @see Rong et al. 2022, A Consistent and Efficient Evaluation Strategy for Attribution Methods
 */
export function impute(planes: Float32Array, unknown: ArrayLike<number>, width: number, guess: Float32Array = planes): Float32Array {
  const positions = unknown.length;
  const height = positions / width;
  const filled = Float32Array.from(planes);
  const stencil = laplacian(unknown, height, width);
  if (stencil.nodes.length === 0) return filled;
  if (stencil.nodes.length === positions) return averaged(filled, positions);
  const levels = hierarchy(stencil);
  for (let start = 0; start < planes.length; start += positions) {
    const x = padded(guess.subarray(start, start + positions), unknown, stencil);
    solve(levels, x, rightHandSide(planes.subarray(start, start + positions), unknown, stencil));
    for (const p of stencil.nodes) filled[start + unpad(p, stencil)] = x[p];
  }
  return filled;
}

function unpad(p: number, { stride, width }: Stencil): number {
  return (Math.floor(p / stride) - 1) * width + (p % stride) - 1;
}

function averaged(planes: Float32Array, positions: number): Float32Array {
  for (let start = 0; start < planes.length; start += positions) {
    const plane = planes.subarray(start, start + positions);
    plane.fill(plane.reduce((sum, v) => sum + v, 0) / positions);
  }
  return planes;
}

const DIRECTIONS = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => ({ down, right }))).filter(({ down, right }) => down || right);
const weightOf = ({ down, right }: { down: number; right: number }): number => (down && right ? CORNER_WEIGHT : EDGE_WEIGHT);

/** Rows of the unknown pixels: the sum of the weights on the diagonal, minus the weight for an unknown neighbour. */
function laplacian(unknown: ArrayLike<number>, height: number, width: number): Stencil {
  const couplings = emptyCouplings(height, width);
  const { diagonal, east, south, southEast, southWest, stride } = couplings;
  const isUnknown = (row: number, column: number): boolean => column >= 0 && column < width && row < height && Boolean(unknown[row * width + column]);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if (!unknown[row * width + column]) continue;
      const p = (row + 1) * stride + column + 1;
      const rows = Number(row > 0) + Number(row < height - 1);
      const columns = Number(column > 0) + Number(column < width - 1);
      diagonal[p] = EDGE_WEIGHT * (rows + columns) + CORNER_WEIGHT * rows * columns;
      if (isUnknown(row, column + 1)) east[p] = -EDGE_WEIGHT;
      if (isUnknown(row + 1, column)) south[p] = -EDGE_WEIGHT;
      if (isUnknown(row + 1, column + 1)) southEast[p] = -CORNER_WEIGHT;
      if (isUnknown(row + 1, column - 1)) southWest[p] = -CORNER_WEIGHT;
    }
  return stencilOf(couplings);
}

/** Σ weight · value over the known neighbours of each unknown pixel. */
function rightHandSide(plane: Float32Array, unknown: ArrayLike<number>, stencil: Stencil): Float64Array {
  const { height, width, nodes, diagonal } = stencil;
  const b = new Float64Array(diagonal.length);
  for (const p of nodes) {
    const at = unpad(p, stencil);
    const row = Math.floor(at / width);
    const column = at % width;
    for (const direction of DIRECTIONS) {
      const r = row + direction.down;
      const c = column + direction.right;
      if (r < 0 || c < 0 || r >= height || c >= width || unknown[r * width + c]) continue;
      b[p] += weightOf(direction) * plane[r * width + c];
    }
  }
  return b;
}

function padded(plane: Float32Array, unknown: ArrayLike<number>, stencil: Stencil): Float64Array {
  const x = new Float64Array(stencil.diagonal.length);
  for (const p of stencil.nodes) x[p] = plane[unpad(p, stencil)];
  return x;
}

function dot(a: Float64Array, b: Float64Array, nodes: Int32Array): number {
  let total = 0;
  for (let k = 0; k < nodes.length; k++) total += a[nodes[k]] * b[nodes[k]];
  return total;
}

/** Preconditioned conjugate gradients for A x = b from the x given, in place. */
function solve(levels: readonly Level[], x: Float64Array, b: Float64Array): void {
  const { stencil, x: correction, b: rest } = levels[0];
  const { nodes } = stencil;
  const nothing = new Float64Array(x.length);
  const image = new Float64Array(x.length);
  const direction = new Float64Array(x.length);
  residualOf(stencil, x, b, rest);
  const enough = PRECISION ** 2 * (dot(b, b, nodes) || 1);
  let before = 1;
  for (let iteration = 0; iteration < MOST_ITERATIONS && dot(rest, rest, nodes) > enough; iteration++) {
    cycle(levels);
    const now = dot(rest, correction, nodes);
    const turn = iteration === 0 ? 0 : now / before;
    for (let k = 0; k < nodes.length; k++) direction[nodes[k]] = correction[nodes[k]] + turn * direction[nodes[k]];
    residualOf(stencil, direction, nothing, image);
    const step = -now / dot(direction, image, nodes);
    for (let k = 0; k < nodes.length; k++) {
      const p = nodes[k];
      x[p] += step * direction[p];
      rest[p] += step * image[p];
    }
    before = now;
  }
}
