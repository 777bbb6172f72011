import type { Raster } from '../../protocol/raster';
import type { FloatTensor } from '../tensor/tensor';
import { sharp } from './library';
import { colorMaps } from './colormap';

/** How strongly the map covers the image. */
const OPACITY = 0.65;

/** Channel sums of one map, as people look at it: [height · width]. */
function channelSum(map: FloatTensor): Float64Array {
  const channels = map.dims[1];
  const size = map.data.length / channels;
  const sum = new Float64Array(size);
  for (let i = 0; i < map.data.length; i++) sum[i % size] += map.data[i];
  return sum;
}

/**
 * A map over its image (over grey where there is none): diverging and symmetric about zero where it is signed, else
 * from 0 to its peak, or from its lowest value where all lie in the upper half, as mean scores do.
 * @param map [1, C, H, W] or [1, C, L]; channels are added
 */
export function overlay(map: FloatTensor, image: Raster | null): Raster {
  const values = channelSum(map);
  return laid(values, map.dims.length === 4 ? [map.dims[2], map.dims[3]] : [1, map.dims[2]], scaleOf(values), image);
}

/** From which value to which colours go. */
export interface Scale {
  readonly start: number;
  readonly peak: number;
  readonly signed: boolean;
}

export function scaleOf(values: Float64Array): Scale {
  const peak = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
  const signed = values.some((v) => v < -1e-6 * peak);
  const lowest = values.reduce((least, v) => Math.min(least, v), Infinity);
  return { start: lowest > peak / 2 && lowest < peak ? lowest : 0, peak, signed };
}

/** Values in the colours of a scale over an image. */
export function laid(
  values: Float64Array,
  [height, width]: readonly [number, number],
  { start, peak, signed }: Scale,
  image: Raster | null,
): Raster {
  const colors = colorMaps.find((m) => m.id === (signed ? 'blue-red' : 'inferno'))!;
  const rgba = new Uint8ClampedArray(values.length * 4);
  for (let p = 0; p < values.length; p++) {
    const color = colorAt(signed ? 0.5 + values[p] / (2 * peak) : Math.max(0, (values[p] - start) / (peak - start)));
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = OPACITY * colors.table[color + c] + (1 - OPACITY) * grayAt(image, p);
    rgba[4 * p + 3] = 255;
  }
  return { width, height, rgba };
}

const colorAt = (value: number): number => 3 * Math.min(255, Math.max(0, Math.round(value * 255)));

/** The image in grey, so that its colours are not taken for the map's. */
function grayAt(image: Raster | null, p: number): number {
  if (!image) return 128;
  const { rgba } = image;
  return 0.299 * rgba[4 * p] + 0.587 * rgba[4 * p + 1] + 0.114 * rgba[4 * p + 2];
}

/** A raster as PNG bytes. */
export function encodePng(raster: Raster): Promise<Buffer> {
  return pixelsOf(raster).png().toBuffer();
}

/** A raster as PNG bytes, each pixel so many times larger that the shorter side has at least so many pixels. */
export function encodeEnlarged(raster: Raster, leastSide: number): Promise<Buffer> {
  return enlarged(raster, leastSide).png().toBuffer();
}

/** The shorter side of an image in a message has at least so many pixels: 32 are too small to look at. */
const LEAST_SIDE = 160;

/** A raster as JPEG bytes, small enough to stand in a message and large enough to be seen there. */
export function encodeJpeg(raster: Raster): Promise<Buffer> {
  return enlarged(raster, LEAST_SIDE).jpeg({ quality: 80 }).toBuffer();
}

function enlarged(raster: Raster, leastSide: number) {
  const times = Math.max(1, Math.ceil(leastSide / Math.min(raster.width, raster.height)));
  return pixelsOf(raster).resize(raster.width * times, raster.height * times, { kernel: 'nearest' });
}

function pixelsOf({ width, height, rgba }: Raster) {
  return sharp(Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength), { raw: { width, height, channels: 4 } });
}
