import { overlapOf } from '../../protocol/boxes';
import type { BoxTarget, Corners } from '../../protocol/task';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { imageBoxes } from './image-boxes';
import { predict } from './prediction';

/** Boxes that overlap more are the same one, but for rounding. */
const SAME = 0.99;

/** A box of a class in pixels of the image as a target: what the detector has found there, or, where that is nothing, the place. */
export async function boxAt(
  model: OpenedModel,
  input: NetworkInput,
  { index, corners }: { readonly index: number; readonly corners: Corners },
  options: JobOptions = {},
): Promise<BoxTarget> {
  const places = await imageBoxes(input.view.path, model.recipe);
  const { boxes } = await predict(model, input, options);
  const found = boxes?.candidates.find(
    (one) => one.index === index && overlapOf(places.inImage(one.corners), corners) > SAME,
  );
  if (found) return { index, corners: found.corners, proposal: found.proposal, quantity: 'score' };
  return { index, corners: places.inNetwork(corners), proposal: null, quantity: 'overlap' };
}
