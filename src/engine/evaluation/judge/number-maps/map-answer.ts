import { LensError } from '../../../../protocol/error';
import type { NumberMapTruth } from '../../../dataset/annotation/number-maps';
import { readNumberMap } from '../../../dataset/number-map';
import { isArray } from '../../../image/array';
import { PixelErrorCounter, type PixelErrors } from '../../../metric/regression/pixel-errors';
import { atPixels } from '../at-pixels';
import { hashFile } from '../../file-hash';
import type { ImageEvaluation } from '../../image-evaluation';
import type { Journal } from '../../journal';

/** Errors of each number over the pixels of an input. */
export interface MapAnswer {
  readonly errors: readonly PixelErrors[];
}

/** The pixels of an input at the size of its map of numbers. @throws LensError for an input that takes no part */
export async function mapAnswer(
  evaluation: ImageEvaluation,
  { path, scale, without }: NumberMapTruth,
  journal: Journal,
): Promise<MapAnswer> {
  const { hash } = await hashFile(journal, path);
  const errors = await evaluation.fact(['numbers', hash, scale, without], async (image) => {
    const { classes: count, name, opened } = evaluation.model;
    const output = await image.logits();
    const [, height, width] = opened.network.graph.inputDims;
    if (output.dims.length !== 4 || width === undefined)
      throw unusable(`${name} estimates numbers at the positions of something else than an image`);
    const { values, ...size } = await readNumberMap(path, count);
    // As the map has it, whose numbers are of 32 bits.
    const unknown = without === null ? null : Math.fround(without);
    // An array is taken as it is, whatever is done to images.
    const recipe = isArray(evaluation.file.path) ? ({ fit: 'fill', resizeShorter: null } as const) : opened.recipe;
    const counters = Array.from({ length: count }, () => new PixelErrorCounter());
    atPixels(output, size, recipe, [height, width], (pixel, at) => {
      for (const [k, counter] of counters.entries()) {
        const truth = values[pixel * count + k];
        if (Number.isFinite(truth) && truth !== unknown) counter.add(truth * scale, at(k));
      }
    });
    return counters.map((counter) => counter.errors);
  });
  if (errors.some(([pixels]) => pixels === 0))
    throw unusable('its map of numbers says nothing of what the network sees');
  if (errors.flat().every(Number.isFinite)) return { errors };
  throw unusable(`${evaluation.model.name} gives it numbers that are not finite`);
}

const unusable = (what: string): LensError => new LensError({ code: 'unsupported-model', what });
