import type { Figure, FigureSize, FigureTile } from './figure';

/** Maps beside an image: more of them would be too small in print. */
const MOST_BESIDE = 7;

/**
 * Rows of an image and its maps, all of one length. Where they are wider than a page, blocks of all rows follow each
 * other, each with the images again.
 * @param heads so many tiles of a row begin each block
 */
export function inBlocks<I extends FigureSize>(
  rows: readonly (readonly FigureTile<I>[])[],
  heads = 1,
): Pick<Figure<I>, 'across' | 'tiles'> {
  const columns = Math.max(0, ...rows.map((row) => row.length - heads));
  const blocks = Math.max(1, Math.ceil(columns / (MOST_BESIDE + 1 - heads)));
  const beside = Math.ceil(columns / blocks);
  const empty: FigureTile<I> = { title: '', image: null, legend: null, note: '' };
  const tiles = Array.from({ length: blocks }, (_, b) =>
    rows.flatMap((row) => {
      const own = row.slice(heads + b * beside, heads + (b + 1) * beside);
      return [...row.slice(0, heads), ...own, ...new Array<FigureTile<I>>(beside - own.length).fill(empty)];
    }),
  );
  return { across: heads + beside, tiles: tiles.flat() };
}
