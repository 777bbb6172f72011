import type { FloatMap } from './raster';

/**
 * A file a page asks the host to write into the output folder: an image it has drawn, bytes it was answered, or an array
 * to be saved as .npy.
 */
export type OutputFile =
  | { readonly name: string; readonly png: Uint8Array }
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly array: FloatMap }
  | { readonly name: string; readonly text: string };
