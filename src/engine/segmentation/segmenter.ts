import { LensError } from '../../protocol/error';
import type { Parameter, ParameterValues } from '../../protocol/parameter';
import type { FloatTensor, Tensor } from '../tensor/tensor';

/** Segment numbers 0..n−1 of every pixel, `[H, W]` (or `[L]` for a signal). */
export type LabelMap = Tensor<Int32Array>;

/** Random numbers that may come from files instead of the seed. */
export type SegmenterDraws = Readonly<Record<string, Tensor | undefined>>;

/** One way to cut an image into superpixels; the registry in `index.ts` lists them all. */
export interface Segmenter {
  readonly id: string;
  readonly label: string;
  readonly paper: string;
  readonly params: readonly Parameter[];
  /**
   * @param image `[3, H, W]` or `[1, H, W]`, values in 0..1
   * @param params values of the schema; absent ones take their defaults
   * @throws LensError `wrong-shape` for another number of axes or channels
   */
  segment(image: FloatTensor, params: ParameterValues, draws?: SegmenterDraws): LabelMap;
}

/** The value of one parameter of a schema, or its default. */
export function valueOf<T>(schema: readonly Parameter[], params: ParameterValues, name: string): T {
  const parameter = schema.find((p) => p.name === name);
  if (!parameter) throw new RangeError(`no parameter ${name}`);
  return (params[name] ?? parameter.default) as T;
}

/** Channels, height and width of an image. */
export function imageSize(image: FloatTensor): { channels: number; height: number; width: number } {
  const [channels, height, width] = image.dims;
  if (image.dims.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new LensError({
      code: 'wrong-shape',
      what: `superpixels need an image of 1 or 3 channels, not [${image.dims.join(', ')}]`,
      next: 'Choose the grid segmentation, or give a label map',
    });
  }
  return { channels, height, width };
}
