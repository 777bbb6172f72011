import { LensError } from '../../../../protocol/error';
import { isArray } from '../../../image/array';
import { hashFile } from '../../file-hash';
import type { ImageEvaluation } from '../../image-evaluation';
import { keyOf, type Journal } from '../../journal';
import type { PixelCounts } from './pixel-tally';
import { NOWHERE, VOID, pixelClasses } from './pixels';
import { truePixels, type TruePixels } from './true-pixels';

/** The pixels of an input by true and predicted class, at the size of its label map. */
export async function pixelCounts(
  evaluation: ImageEvaluation,
  truth: TruePixels,
  journal: Journal,
): Promise<PixelCounts> {
  const hash = truth.kind === 'file' ? (await hashFile(journal, truth.path)).hash : keyOf(truth);
  return evaluation.fact(['pixels', hash], async (image) => {
    const { classes, name, opened } = evaluation.model;
    const logits = await image.logits();
    const [, height, width] = opened.network.graph.inputDims;
    if (logits.dims.length !== 4 || width === undefined)
      throw new LensError({
        code: 'unsupported-model',
        what: `${name} gives a class to each position of something else than an image`,
        next: 'Choose a model that labels the pixels of images',
      });
    const map = await truePixels(truth, classes);
    // An array is taken as it is, whatever is done to images.
    const recipe = isArray(evaluation.file.path) ? ({ fit: 'fill', resizeShorter: null } as const) : opened.recipe;
    const predicted = pixelClasses(logits, map, recipe, [height, width]);
    const counts = new Map<number, number>();
    let unseen = 0;
    for (let p = 0; p < predicted.length; p++) {
      const own = map.values[p];
      if (own === VOID) continue;
      if (predicted[p] === NOWHERE) unseen++;
      else counts.set(own * classes + predicted[p], (counts.get(own * classes + predicted[p]) ?? 0) + 1);
    }
    const pairs = [...counts].sort(([a], [b]) => a - b);
    return { counts: pairs.flatMap(([pair, count]) => [Math.floor(pair / classes), pair % classes, count]), unseen };
  });
}
