import type { FigureTile } from '../draw/figure';

/** A part of a panel that has something for the figure of what is on screen. */
export interface FigurePart {
  /** Nothing while the part is hidden. */
  tiles?(): readonly FigureTile[] | Promise<readonly FigureTile[]>;
  /** Numbers it shows, in sentences. */
  notes?(): readonly string[];
}

/** The tiles of all parts, in their order. */
export async function tilesOf(parts: readonly FigurePart[]): Promise<FigureTile[]> {
  return (await Promise.all(parts.map((part) => part.tiles?.() ?? []))).flat();
}

export const notesOf = (parts: readonly FigurePart[]): string[] => parts.flatMap((part) => part.notes?.() ?? []);
