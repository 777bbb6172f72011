import type { Dimension } from '../model';

/**
 * What an axis means: for an image rows and columns, for a volume slices of them, for a signal columns alone, for a
 * transformer tokens in a grid.
 */
export type AxisRole = 'batch' | 'channel' | 'slice' | 'row' | 'column' | 'token' | null;

/** Tokens laid out row by row; `prefix` class or distillation tokens come first. */
export interface TokenGrid {
  readonly rows: number;
  readonly columns: number;
  readonly prefix: number;
}

/** The meaning of a tensor's axes. */
export interface Layout {
  readonly roles: readonly AxisRole[];
  /** Rows and columns of the image whose positions are the tokens. */
  readonly image?: { readonly rows: number; readonly columns: number };
  /** The last tensor before this one whose axes were all known: a Reshape back to its shape gives them back. */
  readonly origin?: { readonly shape: string; readonly roles: readonly AxisRole[] };
}

export const UNKNOWN: Layout = { roles: [] };

/** The grid of a tensor's token axis of the given length. */
export function gridOf(layout: Layout, length: Dimension): TokenGrid | undefined {
  const { image } = layout;
  if (!image || typeof length !== 'number') return undefined;
  const prefix = length - image.rows * image.columns;
  return prefix >= 0 ? { ...image, prefix } : undefined;
}

/** Roles aligned from the last axis, as broadcasting does; the first known role of an axis holds. */
export function mergedLayout(layouts: readonly Layout[], rank: number): Layout {
  const roles = Array.from({ length: rank }, (_, axis): AxisRole => {
    for (const { roles: own } of layouts) {
      const role = own[axis - rank + own.length];
      if (role) return role;
    }
    return null;
  });
  return { roles, image: layouts.find((l) => l.image)?.image };
}
