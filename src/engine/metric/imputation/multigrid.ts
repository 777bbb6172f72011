import { coarsened } from './galerkin';
import { at, type Grid, type Stencil } from './stencil';
import { sweeps, type Sweeps } from './sweeps';
import { uniformSweeps } from './uniform-sweeps';

/** A grid with a side this small is not coarsened further. */
const SMALLEST_SIDE = 3;

/** One grid of a hierarchy, with its right-hand side, solution and remainder. */
export interface Level {
  readonly stencil: Stencil;
  readonly sweeps: Sweeps;
  readonly b: Float64Array;
  readonly x: Float64Array;
  readonly rest: Float64Array;
}

/** Ever coarser grids under a stencil, each with the operator Pᵀ A P of the one above. */
export function hierarchy(finest: Stencil): Level[] {
  const levels = [levelOf(finest, uniformSweeps)];
  for (let stencil = finest; Math.min(stencil.height, stencil.width) > SMALLEST_SIDE;) {
    stencil = coarsened(stencil);
    levels.push(levelOf(stencil, sweeps));
  }
  return levels;
}

function levelOf(stencil: Stencil, ownSweeps: Sweeps): Level {
  const zeros = (): Float64Array => new Float64Array(stencil.size);
  return { stencil, sweeps: ownSweeps, b: zeros(), x: zeros(), rest: zeros() };
}

/** coarse = Pᵀ fine, for a fine vector that is zero where no node is in use. */
function restrict(fine: Grid, coarse: Grid, from: Float64Array, to: Float64Array): void {
  const step = fine.stride;
  for (let row = 0; row < coarse.height; row++) {
    let p = at(fine, 2 * row, 0);
    let c = at(coarse, row, 0);
    for (let column = 0; column < coarse.width; column++, p += 2, c++)
      to[c] =
        from[p] +
        0.5 * (from[p - 1] + from[p + 1] + from[p - step] + from[p + step]) +
        0.25 * (from[p - step - 1] + from[p - step + 1] + from[p + step - 1] + from[p + step + 1]);
  }
}

/** fine += P coarse, at all nodes: those not in use have no effect. */
function prolong(fine: Grid, coarse: Grid, from: Float64Array, to: Float64Array): void {
  for (let row = 0; row < coarse.height; row++) {
    let c = at(coarse, row, 0);
    let p = at(fine, 2 * row, 0);
    for (let column = 0; column < coarse.width; column++, c++, p += 2) {
      const here = from[c];
      const right = from[c + 1];
      const below = from[c + coarse.stride];
      to[p] += here;
      to[p + 1] += 0.5 * (here + right);
      to[p + fine.stride] += 0.5 * (here + below);
      to[p + fine.stride + 1] += 0.25 * (here + right + below + from[c + coarse.stride + 1]);
    }
  }
}

/**
 * One V-cycle for `levels[depth].b` from zero into `levels[depth].x`: a sweep down, the coarse correction, a sweep
 * back. The sweeps mirror each other, so the cycle is a symmetric operator, as conjugate gradients require.
 */
export function cycle(levels: readonly Level[], depth = 0): void {
  const { stencil, b, x, rest } = levels[depth];
  const { relaxFromZero, relaxBackwards } = levels[depth].sweeps;
  x.fill(0);
  relaxFromZero(stencil, x, b, rest);
  if (depth + 1 < levels.length) {
    const coarse = levels[depth + 1];
    restrict(stencil, coarse.stencil, rest, coarse.b);
    cycle(levels, depth + 1);
    prolong(stencil, coarse.stencil, coarse.x, x);
  }
  relaxBackwards(stencil, x, b);
}
