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
  const values = positive(map.data);
  const scale = robust({ start: 0, peak: 0, signed: false }, values);
  return {
    title: label,
    image: await imageOf(colored(values, height, width, 'inferno', [0, scale.peak])),
    legend: await legendOf(scale),
    note: changesOf(method, params),
  };
}

/** The positive part of a map over its image. */
export async function blendedTile({ label, map }: ResultMap, { raster }: Result): Promise<FigureTile> {
  const values = positive(map.data);
  const scale = robust({ start: 0, peak: 0, signed: false }, values);
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
  const scale = robust(scaleOf(values), values);
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

/** A scale beyond whose ends values may lie. */
interface RobustScale extends Scale {
  readonly beyond: boolean;
}

/**
 * A scale up to the 99th percentile of the sizes, as Explain has it: maps of single pixels would be black or white in
 * print beside their one largest value.
 */
function robust(scale: Scale, values: Float64Array): RobustScale {
  const sizes = values.map(Math.abs).sort();
  const largest = sizes.at(-1) ?? 0;
  const percentile = sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0;
  const peak = percentile > scale.start ? percentile : largest || 1;
  return { ...scale, peak, beyond: peak < largest };
}

async function legendOf({ start, peak, signed, beyond }: RobustScale): Promise<FigureLegend> {
  const ramp = Float64Array.from({ length: 256 }, (_, i) => i / 255);
  const bar = await imageOf(colored(ramp, 1, 256, signed ? 'blue-red' : 'inferno', [0, 1]));
  const low = signed ? `${beyond ? '≤ ' : ''}${said(-peak)}` : said(start);
  return { bar, low, high: `${beyond ? '≥ ' : ''}${said(peak)}`, unit: '' };
}

const positive = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, (v) => Math.max(0, v));

/** Three digits, with a true minus. */
const said = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
