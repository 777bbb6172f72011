/** Cards are at least so wide, in narrow windows less, in pixels. */
const [LEAST, LEAST_NARROW] = [240, 200];
const NARROW = 520;
const GAP = 16;

/** Columns of a grid whose rows are as long as one another: as few rows as fit, then no more columns than those need. */
export function balancedColumns(cards: number, width: number): number {
  const least = Math.min(width, width <= NARROW ? LEAST_NARROW : LEAST);
  const most = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  return Math.max(1, Math.ceil(cards / Math.ceil(cards / most)));
}
