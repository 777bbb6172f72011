import { LensError } from '../../protocol/error';
import type { ParameterValues } from '../../protocol/parameter';
import type { Schema, ValuesOf } from '../parameter/schema';
import { withDefaults } from '../parameter/values';
import type { FloatTensor, Tensor } from '../tensor/tensor';

/** Segment numbers 0..n−1 of every pixel, `[H, W]` (or `[L]` for a signal). */
export type LabelMap = Tensor<Int32Array>;

/** Random numbers that may come from files instead of the seed. */
export type SegmenterDraws = Readonly<Record<string, Tensor | undefined>>;

/** One way to cut an image into superpixels; the registry in `index.ts` lists them all. */
export interface Segmenter<I extends string = string> {
  readonly id: I;
  readonly label: string;
  readonly paper: string;
  readonly params: Schema;
  /**
   * @param image `[3, H, W]` or `[1, H, W]`, values in 0..1
   * @param params values of the schema; absent ones take their defaults
   * @throws LensError `wrong-shape` for another number of axes or channels
   */
  segment(image: FloatTensor, params: ParameterValues, draws?: SegmenterDraws): LabelMap;
}

/** A segmenter as it stands in its file: the values that it is given follow from its schema, and are complete. */
interface SegmenterDefinition<I extends string, S extends Schema> extends Omit<Segmenter<I>, 'params' | 'segment'> {
  readonly params: S;
  segment(image: FloatTensor, params: ValuesOf<S>, draws: SegmenterDraws): LabelMap;
}

export const defineSegmenter = <const I extends string, const S extends Schema>(
  definition: SegmenterDefinition<I, S>,
): Segmenter<I> =>
  Object.freeze({
    ...definition,
    segment: (image: FloatTensor, given: ParameterValues, draws: SegmenterDraws = {}) =>
      definition.segment(image, withDefaults(definition.params, given as Partial<ValuesOf<S>>), draws),
  });

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
