const WHITE = 255;
/** More greys than this between black and white are shades, not classes: around an object, and all over an image. */
const MOST_CLASSES = { aroundObject: 8, everywhere: 32 };

/**
 * Whether grey values are those of a mask of black and white whose edges were smoothed, though each could be an index
 * among very many classes. Such edges pass through the middle greys, which the indices of few classes do not reach; and
 * they are less of the image than the white is, or have many greys.
 */
export function isSoftEdged(values: ArrayLike<number>): boolean {
  const all = Array.from(values);
  const between = all.filter((v) => v > 0 && v < WHITE);
  if (!between.some((v) => v >= WHITE / 4 && v <= (3 * WHITE) / 4)) return false;
  const most = 2 * between.length < all.length ? MOST_CLASSES.aroundObject : MOST_CLASSES.everywhere;
  return all.filter((v) => v === WHITE).length > between.length || new Set(between).size > most;
}
