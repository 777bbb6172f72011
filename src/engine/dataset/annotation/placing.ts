/** Folders in which images and what is said of them lie apart, under the same names. */
const APART =
  /^(images?|imgs?|jpegimages|leftimg8bit|labels?|annotations?|masks?|label[-_]?maps?|segmentation(class|s)?|ground[-_]?truth|gt|xmls?|targets?)$/i;
const MAP_FOLDER =
  /^(labels?|annotations?|masks?|label[-_]?maps?|segmentation(class|s)?|ground[-_]?truth|gt|targets?)$/i;
const ENDING = /(\.mask)?\.[^./]+$/i;

/**
 * A path without its ending and the folders that only keep images and annotations apart: `val/a` of `images/val/a.jpg`.
 * @param others further names of folders of annotations
 */
export const placeOf = (name: string, others?: RegExp): string =>
  name
    .split('/')
    .filter((part, at, parts) => at === parts.length - 1 || !(APART.test(part) || others?.test(part)))
    .join('/')
    .replace(ENDING, '');

/** Whether a folder of the path holds annotations rather than images. @param others further names of such folders */
export const isApart = (name: string, others?: RegExp): boolean =>
  name
    .split('/')
    .slice(0, -1)
    .some((folder) => MAP_FOLDER.test(folder) || others?.test(folder));
