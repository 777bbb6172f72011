import type { FigureImage, FigureLegend, FigureTile } from '../../protocol/figure';
import type { Raster } from '../../protocol/raster';
import { changedValues } from '../../protocol/parameter-text';
import type { TimeSteps } from '../../protocol/time-steps';
import { methodOf, parametersOf } from '../explanation/methods';
import { encodePng, laid, scaleOf, type Scale } from '../image/overlay';
import { withTimeStrip } from '../image/time-strip';
import { colored } from '../image/sheet';
import type { Result, ResultMap } from './result';

/** A place that stays empty. */
export const EMPTY: FigureTile = Object.freeze({ title: '', image: null, legend: null, note: '' });

/** A raster as an image of a figure. */
export const imageOf = async (raster: Raster): Promise<FigureImage> => ({
  png: await encodePng(raster),
  width: raster.width,
  height: raster.height,
});

/** The image as the network sees it. */
export async function inputTile({ image, prediction, raster }: Result, title = image): Promise<FigureTile> {
  return { ...EMPTY, title, image: await imageOf(raster), note: prediction };
}

/** The place of a map that a result does not have. */
export const missingTile = (title: string): FigureTile => ({ ...EMPTY, title, note: 'not made' });

/** The positive part of a map by itself. */
export async function heatmapTile({ label, map, params, method }: ResultMap): Promise<FigureTile> {
  const [height, width] = map.dims;
  const peak = positivePeak(map.data);
  const raster = colored(
    map.data.map((v) => Math.max(0, v)),
    height,
    width,
    'inferno',
    [0, peak],
  );
  return {
    title: label,
    image: await imageOf(raster),
    legend: await legendOf({ start: 0, peak, signed: false }),
    note: changesOf(method, params),
  };
}

/** The positive part of a map over its image. */
export async function blendedTile({ label, map }: ResultMap, { raster }: Result): Promise<FigureTile> {
  const values = Float64Array.from(map.data, (v) => Math.max(0, v));
  const scale = { start: 0, peak: positivePeak(map.data), signed: false };
  const image = await imageOf(laid(values, [map.dims[0], map.dims[1]], scale, raster));
  return { ...EMPTY, title: `${label}, blended`, image };
}

/** A map with its signs over its image. */
export function overlayTile({ label, map, timeSteps }: ResultMap, { raster }: Result, note = ''): Promise<FigureTile> {
  return signedTile(label, map.data, [map.dims[0], map.dims[1]], raster, note, timeSteps);
}

/** Values with their signs, over an image where there is one, and along time where steps are read. */
export async function signedTile(
  title: string,
  data: ArrayLike<number>,
  size: readonly [number, number],
  over: Raster | null,
  note: string,
  steps?: TimeSteps,
): Promise<FigureTile> {
  const values = Float64Array.from(data);
  const scale = scaleOf(values);
  const map = laid(values, size, scale, over);
  const image = await imageOf(steps ? withTimeStrip(map, steps.sums) : map);
  return { title, image, legend: await legendOf(scale), note };
}

/** Positions that are marked, in white. */
export async function maskTile(
  title: string,
  mask: ArrayLike<number>,
  [height, width]: readonly number[],
  note: string,
): Promise<FigureTile> {
  return { ...EMPTY, title, image: await imageOf(colored(mask, height, width, 'gray', [0, 1])), note };
}

/** Parameters that are not those of a method's defaults. */
export const changesOf = (method: string, params: ResultMap['params']): string =>
  changedValues(parametersOf(methodOf(method)), params)
    .map((pair) => pair.join(' = '))
    .join(', ');

async function legendOf({ start, peak, signed }: Scale): Promise<FigureLegend> {
  const low = signed ? -peak : start;
  const ramp = Float64Array.from({ length: 256 }, (_, i) => i / 255);
  const bar = await imageOf(colored(ramp, 1, 256, signed ? 'blue-red' : 'inferno', [0, 1]));
  return { bar, low: said(low), high: said(peak), unit: '' };
}

const positivePeak = (values: ArrayLike<number>): number =>
  Array.prototype.reduce.call(values, (most, v) => Math.max(most as number, v as number), 0) as number;

/** Three digits, with a true minus. */
const said = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
