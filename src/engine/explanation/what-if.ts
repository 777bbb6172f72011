import type { TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { FloatMap, Raster } from '../../protocol/raster';
import type { Expectation, ExpectingMap, WhatIfResult } from '../../protocol/what-if';
import { inputOf } from '../image/conversion';
import type { NetworkInput } from '../image/input';
import { impute } from '../metric/imputation/imputation';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import { scoresOf } from '../session/score';
import { sum } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { predict, tensorsOfPrediction } from './prediction';
import { requestedTarget } from './target';

interface Changed extends TargetRequest {
  readonly input: string;
  readonly raster: Raster;
  readonly maps: readonly ExpectingMap[];
}

/** What a model says of a changed copy of an image, for one further forward pass, and what maps say of the change. */
export async function whatIf(
  model: OpenedModel,
  input: NetworkInput,
  { raster, maps, ...asked }: Changed,
  options: JobOptions,
): Promise<WhatIfResult> {
  const isChanged = changesOf(input, raster);
  const tensor = changedTensor(model, input, raster, isChanged);
  const before = await predict(model, input, options);
  const target = await requestedTarget(model, input, asked, before, options);
  const { network } = target.model;
  const execution = new Execution(options.signal, options.lane);
  const scoreOf = async (one: FloatTensor, beside: readonly string[] = []): Promise<number> => {
    const [logits] = await network.remembered(one, [network.graph.logits, ...beside], execution);
    return scoresOf(logits, target.score)[0];
  };
  const old = await scoreOf(input.tensor);
  // One pass for the score, which a larger graph may make of what the model says, and for the prediction.
  const now = await scoreOf(tensor, tensorsOfPrediction(model));
  if (network !== model.network) model.network.inherit(network, tensor, {});
  const after = await predict(model, { ...input, tensor }, options);
  return {
    before: { predictions: before.predictions, link: before.link },
    after: { predictions: after.predictions },
    change: now - old,
    expected: maps.map((map) => expected(map, input.tensor, tensor, isChanged)),
    changed: sum(isChanged) / isChanged.length,
  };
}

/** What is seen of an image of colours. @throws LensError for other inputs */
export function rasterIn({ view: { image, volume, path } }: NetworkInput): Raster {
  if (image && !volume) return image;
  throw new LensError({
    code: 'invalid-argument',
    what: 'only images of colours or greys can be changed here',
    where: path,
    next: 'Choose such an image',
  });
}

/** 1 where the copy is another. @throws LensError where it has another size */
function changesOf(input: NetworkInput, raster: Raster): Uint8Array {
  const original = rasterIn(input);
  if (raster.width !== original.width || raster.height !== original.height)
    throw new LensError({
      code: 'wrong-shape',
      what: `the changed image is ${raster.width} × ${raster.height}, the network sees ${original.width} × ${original.height}`,
      where: input.view.path,
      next: 'Change it anew',
    });
  return changedPixels(original, raster);
}

/**
 * The input with what the copy differs in. Pixels that are as they were keep their values, which may lie between those of
 * 8 bits.
 */
function changedTensor(
  { recipe }: OpenedModel,
  input: NetworkInput,
  raster: Raster,
  isChanged: Uint8Array,
): FloatTensor {
  const places = new Uint32Array(sum(isChanged));
  for (let p = 0, k = 0; p < isChanged.length; p++) if (isChanged[p]) places[k++] = p;
  // Only what changed is converted, and loops are without calls: the rest must not take as long as the forward pass.
  const [old, now] = [rasterIn(input), raster].map((one) => inputOf(pixelsAt(one, places), recipe).data);
  const data = input.tensor.data.slice();
  const count = places.length;
  for (let i = 0; i < old.length; i++)
    data[Math.floor(i / count) * isChanged.length + places[i % count]] += now[i] - old[i];
  return { ...input.tensor, data };
}

/** Some pixels of an image, in a row. */
function pixelsAt({ rgba }: Raster, places: Uint32Array) {
  const values = new Uint8Array(3 * places.length);
  for (let k = 0; k < places.length; k++) for (let c = 0; c < 3; c++) values[3 * k + c] = rgba[4 * places[k] + c];
  return { width: places.length, height: 1, bands: 3, white: 255, values };
}

/** 1 where a pixel is another. */
export function changedPixels({ rgba: old }: Raster, { rgba: now }: Raster): Uint8Array {
  const changed = new Uint8Array(old.length / 4);
  for (let i = 0; i < old.length; i++) if (i % 4 !== 3 && old[i] !== now[i]) changed[i >> 2] = 1;
  return changed;
}

function expected(
  { card, map, unit, complete }: ExpectingMap,
  { data: old, dims }: FloatTensor,
  { data: now }: FloatTensor,
  isChanged: Uint8Array,
): Expectation {
  const isOfInput = map.dims.join() === dims.slice(1).join();
  if (unit === 'slope' && isOfInput) {
    let change = 0;
    for (let i = 0; i < map.data.length; i++) change += map.data[i] * (now[i] - old[i]);
    return { card, rule: 'slope', change };
  }
  const isOfPixels = map.dims.slice(-2).join() === dims.slice(-2).join();
  if (complete && isOfPixels) {
    let taken = 0;
    for (let i = 0; i < map.data.length; i++) if (isChanged[i % isChanged.length]) taken += map.data[i];
    return { card, rule: 'sum', change: -taken };
  }
  return { card, rule: 'none', change: null };
}

/** An image whose pixels in a mask are the weighted means of those around them. */
export function inpainted({ raster, mask }: { readonly raster: Raster; readonly mask: FloatMap }): Raster {
  const { width, height, rgba } = raster;
  const positions = width * height;
  const planes = new Float32Array(3 * positions);
  for (let p = 0; p < positions; p++) for (let c = 0; c < 3; c++) planes[c * positions + p] = rgba[4 * p + c];
  const filled = impute(planes, mask.data, width);
  const painted = Uint8ClampedArray.from(rgba);
  for (let p = 0; p < positions; p++)
    if (mask.data[p]) for (let c = 0; c < 3; c++) painted[4 * p + c] = filled[c * positions + p];
  return { width, height, rgba: painted };
}
