import { join } from 'node:path';
import type { InputView } from '../../protocol/prediction';
import type { MapBeside, MethodRequest, MethodResult } from '../../protocol/method';
import { LensError } from '../../protocol/error';
import type { Raster } from '../../protocol/raster';
import type { Corners } from '../../protocol/task';
import { timeSteps, type TimeSteps } from '../../protocol/time-steps';
import type { Attribution } from '../attribution/method';
import type { NetworkInput } from '../image/input';
import { parsed } from '../parameter/values';
import { readArray } from '../image/array';
import { outlineBox } from '../image/box-outline';
import { withTimeStrip } from '../image/time-strip';
import { encodePng, overlay } from '../image/overlay';
import { projection, sliceSheet } from '../image/volume/volume-images';
import { encodeNpy } from '../tensor/npy';
import { floats, type FloatTensor, type Tensor } from '../tensor/tensor';
import { writeWhole } from '../report/whole-file';
import { methodOf, parametersOf } from './methods';

/** Arrays as large as the map, which are files of their own or left out. */
type LargeField = 'map' | 'segments' | 'standardError' | 'beside';

/** An entry of `methods` in result.json: all of a result but its arrays, which lie in files. */
export type ResultEntry = Omit<MethodResult, LargeField> & {
  readonly file: string;
  readonly image: string;
  /** Of a volume: the map seen along the depth, where `image` shows its slices. */
  readonly projection?: string;
  /** Where the network reads time steps: the map along time. */
  readonly timeSteps?: TimeSteps;
  readonly standardErrorFile?: string;
  /** Of the inputs beside the image. */
  readonly beside?: readonly BesideEntry[];
};

/** The files of the map of an input beside the image, or why there are none. */
interface BesideEntry extends Omit<MapBeside, 'map'> {
  readonly file?: string;
  readonly image?: string;
}

/**
 * Writes a finished explanation as `<method>.npy`, over its image as `<method>.png`, and its standard errors as
 * `<method>.stderr.npy`; a map of a volume as a sheet of slices, and seen along the depth as `<method>.projection.png`.
 * @param box what is explained, where that is a box
 */
export async function writeExplanation(
  folder: string,
  result: MethodResult,
  attribution: Attribution,
  input: Pick<NetworkInput, 'view' | 'beside'>,
  box?: Corners,
): Promise<ResultEntry> {
  const { map: _map, segments: _segments, standardError: _standardError, beside, ...rest } = result;
  const { volume, timeAxis } = input.view;
  const { standardError } = attribution;
  const projectionFile = `${result.method}.projection.png`;
  const entry = {
    ...rest,
    file: `${result.method}.npy`,
    image: `${result.method}.png`,
    ...(standardError && { standardErrorFile: `${result.method}.stderr.npy` }),
    ...(timeAxis !== undefined && { timeSteps: timeSteps(result.map, timeAxis) }),
    ...(beside && { beside: await Promise.all(beside.map((one) => writeBeside(folder, result.method, one, input))) }),
  };
  writeWhole(join(folder, entry.file), encodeNpy(attribution.map));
  if (standardError) writeWhole(join(folder, `${result.method}.stderr.npy`), encodeNpy(standardError));
  const { map } = attribution;
  writeWhole(join(folder, entry.image), await encodePng(explanationRaster(map, input.view, box)));
  if (!volume || map.dims.length !== 5) return entry;
  writeWhole(join(folder, projectionFile), await encodePng(projection(map, volume)));
  return { ...entry, projection: projectionFile };
}

/**
 * A map over its input: over the image, or as a sheet of slices of a volume; below it the map along time, where the
 * network reads any.
 * @param box what is explained
 */
export function explanationRaster(
  map: FloatTensor,
  { image, volume, timeAxis }: Pick<InputView, 'image' | 'volume' | 'timeAxis'>,
  box?: Corners,
): Raster {
  const drawn = volume && map.dims.length === 5 ? sliceSheet(map, volume) : overlay(map, image);
  if (box) outlineBox(drawn, box);
  if (timeAxis === undefined) return drawn;
  return withTimeStrip(drawn, timeSteps({ dims: map.dims.slice(1), data: map.data }, timeAxis).sums);
}

/** Writes the map of an input beside the image as `<method>.<input>.npy`, of an image over it as `.png`. */
async function writeBeside(
  folder: string,
  method: string,
  { map, ...said }: MapBeside,
  { beside = [] }: Pick<NetworkInput, 'beside'>,
): Promise<BesideEntry> {
  if (!map) return said;
  const stem = `${method}.${said.name.replace(/[^\w.-]+/g, '_')}`;
  const tensor = floats([1, ...map.dims], map.data);
  const image = beside.find(({ view }) => view.name === said.name)?.view.image;
  writeWhole(join(folder, `${stem}.npy`), encodeNpy(tensor));
  if (image) writeWhole(join(folder, `${stem}.png`), await encodePng(overlay(tensor, image)));
  return { ...said, file: `${stem}.npy`, ...(image && { image: `${stem}.png` }) };
}

/**
 * Requests for several methods from parameters written as text; each parameter goes to the methods that have it.
 * @throws LensError for one that none has
 */
export function requestsFrom(
  ids: readonly string[],
  parameters: ReadonlyMap<string, string>,
  layer: string | undefined,
  seed: number,
): MethodRequest[] {
  const used = new Set<string>();
  const requests = ids.map((id) => {
    const method = methodOf(id);
    const own = parametersOf(method).filter((p) => parameters.has(p.name));
    own.forEach((p) => used.add(p.name));
    return {
      method: id,
      params: Object.fromEntries(own.map((p) => [p.name, parsed(p, parameters.get(p.name)!)])),
      layer,
      seed,
    };
  });
  const unknown = [...parameters.keys()].find((name) => !used.has(name));
  if (unknown === undefined) return requests;
  throw new LensError({ code: 'invalid-argument', what: `none of the methods has a parameter ${unknown}` });
}

/** Arrays that take the place of random draws, by name. @throws LensError naming the file that cannot be read */
export function readDraws(files: ReadonlyMap<string, string>): Record<string, Tensor> {
  return Object.fromEntries([...files].map(([name, file]) => [name, readArray(file)]));
}
