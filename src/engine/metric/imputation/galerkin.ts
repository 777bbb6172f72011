import { at, emptyCouplings, stencilOf, type Couplings, type Stencil } from './stencil';

/**
 * Pᵀ A P on the grid twice as coarse, P being bilinear: coarse node (I, J) stands at (2I, 2J) and reaches one node to
 * every side with weights 1, ½, ¼. The last row and column may stand just outside, so that no border needs other
 * weights. Linear weights along the columns, then along the rows, make the bilinear ones.
 */
export function coarsened(fine: Stencil): Stencil {
  const narrow = emptyCouplings(fine.height, (fine.width >> 1) + 1);
  for (let row = 0; row < fine.height; row++) coarsenColumns(fine, narrow, row);
  const coarse = emptyCouplings((fine.height >> 1) + 1, narrow.width);
  for (let row = 0; row < coarse.height; row++) coarsenRows(narrow, coarse, row);
  return stencilOf(coarse);
}

function coarsenColumns(fine: Couplings, coarse: Couplings, row: number): void {
  const { diagonal, east, south, southEast, southWest } = fine;
  let p = at(fine, row, 0);
  let q = at(coarse, row, 0);
  for (let column = 0; column < coarse.width; column++, p += 2, q++) {
    coarse.diagonal[q] = diagonal[p] + 0.25 * (diagonal[p - 1] + diagonal[p + 1]) + east[p - 1] + east[p];
    coarse.east[q] = 0.25 * diagonal[p + 1] + 0.5 * (east[p] + east[p + 1]);
    coarse.south[q] =
      south[p] +
      0.25 * (south[p - 1] + south[p + 1]) +
      0.5 * (southEast[p] + southEast[p - 1] + southWest[p] + southWest[p + 1]);
    coarse.southEast[q] = 0.25 * south[p + 1] + 0.5 * (southEast[p] + southEast[p + 1]);
    coarse.southWest[q] = 0.25 * south[p - 1] + 0.5 * (southWest[p] + southWest[p - 1]);
  }
}

/** The same along the rows: south and east change places, and the anti-diagonal coupling is held by its other end. */
function coarsenRows(fine: Couplings, coarse: Couplings, row: number): void {
  const { diagonal, east, south, southEast, southWest, stride: down } = fine;
  let p = at(fine, 2 * row, 0);
  let q = at(coarse, row, 0);
  for (let column = 0; column < coarse.width; column++, p++, q++) {
    const northEast = p + 1 - down;
    coarse.diagonal[q] = diagonal[p] + 0.25 * (diagonal[p - down] + diagonal[p + down]) + south[p - down] + south[p];
    coarse.south[q] = 0.25 * diagonal[p + down] + 0.5 * (south[p] + south[p + down]);
    coarse.east[q] =
      east[p] +
      0.25 * (east[p - down] + east[p + down]) +
      0.5 * (southEast[p] + southEast[p - down] + southWest[northEast] + southWest[northEast + down]);
    coarse.southEast[q] = 0.25 * east[p + down] + 0.5 * (southEast[p] + southEast[p + down]);
    // Between the node to the right and the one below: fine rows 2r … 2r + 2 of columns c + 1 and c.
    coarse.southWest[q + 1] = 0.25 * east[p + down] + 0.5 * (southWest[p + 1] + southWest[p + 1 + down]);
  }
}
