import type { ObjectCalls, ObjectScore } from '../../protocol/object';
import { LensError } from '../../protocol/error';
import { readMask } from '../dataset/mask';
import { maskOfImage } from '../dataset/mask-place';
import { maskImage } from '../dataset/mask-image';
import { encodePng } from '../image/overlay';
import { imageSize } from '../image/size';
import { aboveThreshold, iou, overlap } from '../metric/iou';
import { channelSum } from '../metric/metric';
import { withDefaults } from '../parameter/values';
import { point, pointingGame } from '../metric/pointing-game';
import { minMax } from '../statistics/normalise';
import { floats } from '../tensor/tensor';
import type { OpenedModel } from '../model/opening';

type Arguments<N extends keyof ObjectCalls> = ObjectCalls[N]['arguments'];
type Answer<N extends keyof ObjectCalls> = ObjectCalls[N]['answer'];

/** The object mask that belongs to an image, as the network sees it. @throws LensError when its file cannot be read */
export async function readObject(model: OpenedModel, input: string): Promise<Answer<'object.read'>> {
  const path = maskOfImage(input);
  const size = model.network.graph.inputDims.slice(1);
  if (!path || size.length !== 2) return null;
  const mask = await readMask({ kind: 'file', path }, size, model.recipe, { label: null, classes: 0 });
  return { path, mask: { dims: size, data: Float32Array.from(mask) } };
}

/**
 * A painted mask as a PNG of the image's own size. @throws LensError when the image cannot be read, or the mask is
 * of another size
 */
export async function encodeObject(
  model: OpenedModel,
  { input, mask }: Arguments<'object.encode'>,
): Promise<Answer<'object.encode'>> {
  const size = model.network.graph.inputDims.slice(1);
  if (mask.dims.join() !== size.join()) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the mask is [${mask.dims.join(', ')}] but the model takes [${size.join(', ')}]`,
      where: input,
      next: 'Paint it anew for this model',
    });
  }
  const [height, width] = await imageSize(input);
  return { png: new Uint8Array(await encodePng(maskImage(mask, model.recipe, { width, height }))), width, height };
}

/** Intersection over union (above the metric's default threshold) and the pointing game of each map. */
export function scoreObject({ maps, mask }: Arguments<'object.score'>): Answer<'object.score'> {
  const { threshold } = withDefaults(iou.params, {});
  const scores = maps.map(({ map }): ObjectScore | null => {
    const flat = channelSum(floats([1, ...map.dims], map.data));
    if (flat.dims.join() !== mask.dims.join()) return null;
    const pointed = point(flat.data, mask.data, flat.dims[flat.dims.length - 1]);
    return {
      iou: finite(overlap(aboveThreshold(minMax(flat.data), threshold), mask.data).iou),
      hit: pointed.hit,
      distance: finite(pointed.distance),
    };
  });
  return {
    scores,
    formulas: { iou: `${iou.formula}; threshold ${String(threshold)}`, pointing: pointingGame.formula },
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
