import type { TileAtlas } from '../draw/tiles';

export interface Cell {
  /** What the cell stands for: the number of a filter. */
  readonly id: number;
  /** Its tile in every atlas. */
  readonly tile: number;
  readonly caption?: string;
  /** For those who do not see it. */
  readonly label: string;
  readonly quiet?: boolean;
}

export interface GridContent {
  /** undefined leaves a place empty. */
  readonly cells: readonly (Cell | undefined)[];
  /** Side by side in each cell. */
  readonly atlases: readonly TileAtlas[];
  readonly columns?: number;
  /** Cells become smaller where the columns would not fit. */
  readonly fit?: boolean;
}
