import { extname } from 'node:path';

const IMAGES = new Set(['.png', '.jpg', '.jpeg', '.bmp', '.webp', '.gif', '.tif', '.tiff', '.avif']);

/** Whether a file name says that it is an image or an array. */
export function isInput(name: string): boolean {
  const ending = extname(name).toLowerCase();
  return IMAGES.has(ending) || ending === '.npy';
}

/** A name without the ending of an image or array; other dots may belong to an id. */
export const withoutEnding = (name: string): string =>
  isInput(name) ? name.slice(0, name.length - extname(name).length) : name;
