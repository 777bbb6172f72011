import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { ExcitingImage, ExcitingImages } from '../../protocol/filters';
import { inputListing } from '../dataset/volume-slices';
import { Execution } from '../session/execution';
import type { JobOptions } from '../session/execution';
import { openInput } from '../explanation/opened-input';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { activations } from './feature-maps';
import { receptiveField, type ReceptiveField } from './receptive-field';

export interface ExcitingRequest {
  readonly layer: string;
  readonly filter: number;
  readonly folder: string;
  /** Images to keep. */
  readonly count?: number;
}

const USUAL_COUNT = 9;

/**
 * The images of a folder in which a filter answers most, with the place where it does and the patch that place sees.
 */
export async function excitingImages(
  model: OpenedModel,
  { layer, filter, folder, count = USUAL_COUNT }: ExcitingRequest,
  options: JobOptions = {},
  report: (progress: { done: number; of: number }) => void = () => undefined,
): Promise<ExcitingImages> {
  const { network } = model;
  const { inputs: names } = await inputListing(folder, network.graph.inputDims);
  if (names.length === 0)
    throw new LensError({
      code: 'not-found',
      what: 'the folder holds no images or arrays',
      where: folder,
      next: 'Choose a folder of test images',
    });
  const field = receptiveField(network.model, network.graph.input, layer);
  const execution = new Execution(options.signal, options.lane);
  const skipped: { input: string; reason: string }[] = [];
  let best: ExcitingImage[] = [];
  for (const [done, name] of names.entries()) {
    const path = join(folder, name);
    try {
      const opened = await openInput(model, path);
      best = [...best, await peak(opened.model, opened.input, layer, filter, field, execution)]
        .sort((a, b) => b.value - a.value)
        .slice(0, count);
    } catch (error) {
      const known = LensError.from(error);
      if (!['corrupt-image', 'wrong-shape', 'not-found'].includes(known.code)) throw known;
      skipped.push({ input: path, reason: known.message });
    }
    report({ done: done + 1, of: names.length });
  }
  return { images: best, skipped };
}

async function peak(
  model: OpenedModel,
  input: NetworkInput,
  layer: string,
  filter: number,
  field: ReceptiveField,
  execution: Execution,
): Promise<ExcitingImage> {
  const { channels, height, width, values } = await activations(model, input, layer, execution);
  if (!(filter >= 0 && filter < channels)) {
    throw new LensError({
      code: 'invalid-argument',
      what: `the layer has no filter ${filter}`,
      where: layer,
      next: `Choose one from 0 to ${channels - 1}`,
    });
  }
  const map = values.subarray(filter * height * width, (filter + 1) * height * width);
  let at = 0;
  map.forEach((value, i) => value > map[at] && (at = i));
  const [row, column] = [Math.floor(at / width), at % width];
  return {
    input: input.view.path,
    value: map[at],
    row,
    column,
    patch: patchOf(field, row, column, model.network.graph.inputDims),
    raster: input.view.image,
  };
}

/** The part of the input a place sees, clipped to it. */
function patchOf(
  field: ReceptiveField,
  row: number,
  column: number,
  inputDims: readonly number[],
): ExcitingImage['patch'] {
  const [height, width] = inputDims.length === 3 ? inputDims.slice(1) : [1, inputDims[1] ?? 1];
  const reaches = field && (field.length === 1 ? [{ first: 0, step: 1, size: 1 }, field[0]] : field);
  if (!reaches) return { left: 0, top: 0, width, height };
  const span = ({ first, step, size }: (typeof reaches)[number], place: number, length: number): [number, number] => {
    const from = Math.max(0, Math.round(first + place * step));
    return [from, Math.max(1, Math.min(length, Math.round(first + place * step + size)) - from)];
  };
  const [top, rows] = span(reaches[0], row, height);
  const [left, columns] = span(reaches[1], column, width);
  return { left, top, width: columns, height: rows };
}
