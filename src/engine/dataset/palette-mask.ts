import type { PaletteImage } from '../image/palette';

/** Index of pixels of a label map that belong to no class, as PASCAL VOC marks outlines. */
export const VOID = 255;

/**
 * Whether the entries that occur are greys: such a palette merely saves space, as in a mask of black and white, and
 * stands for no classes.
 */
export function isOfGrey({ indices, palette }: PaletteImage): boolean {
  return [...new Set(indices)].every((entry) => isGrey(palette, entry));
}

/**
 * The object in an image with a palette of colours, at the image's own size, 0 or 1 per pixel. The indices are
 * classes, and the object is where the label is, even if that is nowhere; without a label it is where any class is. But
 * many tools write a mask of one object so, too: then no other indices than 0 and 1 occur, and the label is neither, or
 * the whole palette has but one colour beside greys.
 */
export function objectOfPalette({ indices, palette }: PaletteImage, label: number | null): Uint8Array {
  const isMask = indices.every((index) => index <= 1) && (label === null || label > 1 || hasOneColour(palette));
  if (isMask) return where(indices, (index) => index === (isGrey(palette, 1) ? 0 : 1));
  return where(indices, (index) => index !== VOID && (label === null ? index > 0 : index === label));
}

/** Of several entries, only the first or the second is no grey. */
function hasOneColour(palette: Uint8Array): boolean {
  const coloured = Array.from({ length: palette.length / 3 }, (_, entry) => entry).filter(
    (entry) => !isGrey(palette, entry),
  );
  return palette.length > 3 && coloured.length === 1 && coloured[0] <= 1;
}

function isGrey(palette: Uint8Array, entry: number): boolean {
  return new Set(palette.subarray(3 * entry, 3 * entry + 3)).size === 1;
}

function where(indices: Uint8Array, isObject: (index: number) => boolean): Uint8Array {
  return indices.map((index) => Number(isObject(index)));
}
