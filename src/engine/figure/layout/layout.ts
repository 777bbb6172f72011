import type { FigureTile } from '../../../protocol/figure';
import type { Result } from '../result';

/** How results become the tiles of a figure; a new one is one file and one line in the index. */
export interface Layout {
  readonly id: string;
  /** For help, in a few words. */
  readonly label: string;
  tiles(results: readonly Result[]): Promise<{ readonly across: number; readonly tiles: readonly FigureTile[] }>;
}
