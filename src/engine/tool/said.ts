import type { PredictResult } from '../../protocol/prediction';
import { visibleBoxes } from '../../protocol/boxes';
import { imageBoxes } from '../explanation/image-boxes';

type Sizing = Parameters<typeof imageBoxes>[1];

/** What a model says of an image, the surest first. @param most entries at most */
export async function saidOf(
  { boxes, dense, link, predictions, device }: PredictResult,
  image: string,
  recipe: Sizing,
  most: number,
) {
  if (boxes) {
    const { inImage } = await imageBoxes(image, recipe);
    const shown = visibleBoxes(boxes.candidates, boxes.scoreThreshold, boxes.overlapThreshold);
    const told = shown
      .slice(0, most)
      .map(({ label, score, corners }) => ({ label, score, left_top_right_bottom: inImage(corners) }));
    return { device, boxes: told, boxes_found: shown.length };
  }
  const best = predictions.slice(0, most);
  if (dense && !dense.estimates) {
    const covered = best.filter(({ probability }) => probability > 0);
    return { device, classes: covered.map(({ label, probability }) => ({ label, share_of_image: probability })) };
  }
  if (link === 'identity')
    return {
      device,
      values: best.map(({ label, logit, unit }) => ({ name: label, value: logit, ...(unit && { unit }) })),
    };
  const told = best.map(({ index, label, probability, threshold }) => ({
    index,
    label,
    probability,
    ...(threshold !== undefined && { given: probability >= threshold }),
  }));
  return { device, predictions: told };
}
