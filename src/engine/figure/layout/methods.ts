import type { FigureTile } from '../../../protocol/figure';
import { blendedTile, EMPTY, heatmapTile, inputTile } from '../tiles';
import type { Layout } from './layout';

/** Methods of a block. */
const BLOCK = 4;

/** A contact sheet: of every image blocks of four methods, the positive heatmaps above the blended ones. */
export const methods: Layout = {
  id: 'methods',
  label: 'each method as positive heatmap and blended, in blocks of four',
  async tiles(results) {
    const tiles: FigureTile[] = [];
    for (const result of results) {
      const { maps } = result;
      for (let first = 0; first < maps.length; first += BLOCK) {
        const block = maps.slice(first, first + BLOCK);
        const empty = new Array<FigureTile>(BLOCK - block.length).fill(EMPTY);
        tiles.push(await inputTile(result), ...(await Promise.all(block.map(heatmapTile))), ...empty);
        tiles.push(EMPTY, ...(await Promise.all(block.map((map) => blendedTile(map, result)))), ...empty);
      }
    }
    return { across: BLOCK + 1, tiles };
  },
};
