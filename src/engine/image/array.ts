import { ARRAY } from '../file/kind';
import { readFile } from '../file/reading';
import { decodeNpy } from '../tensor/npy';
import type { Tensor } from '../tensor/tensor';

/** Whether an input is an array, which is taken as it is. */
export const isArray = (path: string): boolean => path.toLowerCase().endsWith('.npy');

/**
 * The array a `.npy` file holds.
 * @param content the file's bytes, where they have been read already
 * @throws LensError `not-found` where it cannot be read, `corrupt-image` where it is something else
 */
export function readArray(path: string, content?: Uint8Array): Tensor {
  return decodeNpy(content ?? readFile(path, ARRAY), path);
}
