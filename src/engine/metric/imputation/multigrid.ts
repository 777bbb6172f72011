import { emptyCouplings, relax, residual, stencilOf, type Stencil } from './stencil';

/** Grids this small are relaxed until solved, not coarsened. */
const SMALLEST_SIDE = 4;
const SWEEPS_ON_COARSEST = 8;

/** Coarse nodes and weights that interpolate each fine node; at most four. */
interface Transfer {
  readonly first: Int32Array;
  readonly node: Int32Array;
  readonly weight: Float64Array;
}

export interface Level {
  readonly stencil: Stencil;
  /** From the next coarser level to this one; absent on the coarsest. */
  readonly transfer?: Transfer;
  readonly x: Float64Array;
  readonly b: Float64Array;
  readonly rest: Float64Array;
}

/**
 * A hierarchy of ever coarser grids under a stencil: bilinear interpolation P, coarse operator Pᵀ A P, which couples
 * eight neighbours again. Nodes that are not in use take no part in the interpolation.
 */
export function hierarchy(finest: Stencil): Level[] {
  const levels: Level[] = [];
  for (let stencil = finest; ; ) {
    const size = stencil.diagonal.length;
    const vectors = { x: new Float64Array(size), b: new Float64Array(size), rest: new Float64Array(size) };
    if (Math.min(stencil.height, stencil.width) <= SMALLEST_SIDE) return [...levels, { stencil, ...vectors }];
    const height = (stencil.height + 1) >> 1;
    const width = (stencil.width + 1) >> 1;
    const transfer = bilinear(stencil, height, width);
    levels.push({ stencil, transfer, ...vectors });
    stencil = coarsened(stencil, transfer, height, width);
  }
}

/** Even nodes take the coarse value; odd ones the mean of two, or the last one alone beyond the coarse grid's end. */
function bilinear(fine: Stencil, height: number, width: number): Transfer {
  const { nodes, stride } = fine;
  const first = new Int32Array(fine.diagonal.length + 1);
  const node = new Int32Array(4 * nodes.length);
  const weight = new Float64Array(4 * nodes.length);
  let count = 0;
  let next = 0;
  for (let p = 0; p < fine.diagonal.length; p++) {
    first[p] = count;
    if (nodes[next] !== p) continue;
    next++;
    const row = Math.floor(p / stride) - 1;
    const column = (p % stride) - 1;
    const rows = row % 2 && (row + 1) / 2 < height ? 2 : 1;
    const columns = column % 2 && (column + 1) / 2 < width ? 2 : 1;
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        node[count] = ((row >> 1) + r + 1) * (width + 2) + (column >> 1) + c + 1;
        weight[count++] = 1 / (rows * columns);
      }
  }
  first[fine.diagonal.length] = count;
  return { first, node, weight };
}

/** Pᵀ A P, coupling by coupling. */
function coarsened(fine: Stencil, transfer: Transfer, height: number, width: number): Stencil {
  const coarse = emptyCouplings(height, width);
  const { first, node, weight } = transfer;
  const { stride } = coarse;
  const add = (a: number, b: number, value: number): void => {
    const low = Math.min(a, b);
    const step = Math.max(a, b) - low;
    if (step === 1) coarse.east[low] += value;
    else if (step === stride) coarse.south[low] += value;
    else if (step === stride + 1) coarse.southEast[low] += value;
    else coarse.southWest[low] += value;
  };
  const couple = (p: number, q: number, value: number): void => {
    if (value === 0) return;
    for (let i = first[p]; i < first[p + 1]; i++)
      for (let j = first[q]; j < first[q + 1]; j++) {
        const share = weight[i] * weight[j] * value;
        if (node[i] === node[j]) coarse.diagonal[node[i]] += 2 * share;
        else add(node[i], node[j], share);
      }
  };
  for (const p of fine.nodes) {
    for (let i = first[p]; i < first[p + 1]; i++) {
      coarse.diagonal[node[i]] += weight[i] * weight[i] * fine.diagonal[p];
      for (let j = first[p]; j < i; j++) add(node[i], node[j], weight[i] * weight[j] * fine.diagonal[p]);
    }
    couple(p, p + 1, fine.east[p]);
    couple(p, p + fine.stride, fine.south[p]);
    couple(p, p + fine.stride + 1, fine.southEast[p]);
    couple(p, p + fine.stride - 1, fine.southWest[p]);
  }
  return stencilOf(coarse);
}

/**
 * One V-cycle for `levels[depth].b`, from zero, into `levels[depth].x`: a sweep down, the coarse correction, a sweep back.
 * The sweeps mirror each other, so the cycle is a symmetric operator, as conjugate gradients require.
 */
export function cycle(levels: readonly Level[], depth = 0): void {
  const { stencil, transfer, x, b, rest } = levels[depth];
  x.fill(0);
  relax(stencil, x, b, false);
  if (transfer) {
    residual(stencil, x, b, rest);
    restrict(transfer, stencil.nodes, rest, levels[depth + 1].b);
    cycle(levels, depth + 1);
    prolong(transfer, stencil.nodes, levels[depth + 1].x, x);
  } else {
    for (let sweep = 1; sweep < SWEEPS_ON_COARSEST; sweep++) {
      relax(stencil, x, b, true);
      relax(stencil, x, b, false);
    }
  }
  relax(stencil, x, b, true);
}

/** coarse = Pᵀ fine. */
function restrict({ first, node, weight }: Transfer, nodes: Int32Array, fine: Float64Array, coarse: Float64Array): void {
  coarse.fill(0);
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    const value = fine[p];
    for (let i = first[p]; i < first[p + 1]; i++) coarse[node[i]] += weight[i] * value;
  }
}

/** fine += P coarse. */
function prolong({ first, node, weight }: Transfer, nodes: Int32Array, coarse: Float64Array, fine: Float64Array): void {
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k];
    let value = 0;
    for (let i = first[p]; i < first[p + 1]; i++) value += weight[i] * coarse[node[i]];
    fine[p] += value;
  }
}
