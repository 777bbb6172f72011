import type { FilterLayer } from '../../protocol/filters';
import { grays, type Palette } from '../draw/palette';
import { opaqueWords, paintPlane, TileAtlas, wordOf, type TileSource } from '../draw/tiles';
import type { Key } from '../grid/legend';
import type { KernelView, Scale } from './app';
import type { ColorChannels } from './color-order';

/** What images of kernels are made from. */
export interface KernelTiles {
  /** [filters, channels, height, width] */
  readonly values: Float32Array;
  readonly dims: FilterLayer['dims'];
  readonly show: KernelView;
  readonly channel: number;
  readonly scale: Scale;
  readonly palette: Palette;
  /** The channels that are red, green and blue, where they are painted so. */
  readonly colors: ColorChannels;
  /** Only one of them is looked at: the others are not even painted. */
  readonly alone?: boolean;
}

/** Images of kernels, with the values at the ends of their colours. */
export interface KernelImages {
  readonly atlas: TileAtlas;
  /** The colours of a filter, or with a shared scale of all. */
  keyOf(tile: number): Key;
  /** Where a point of a tile (in fractions) lies in the kernel; null between channels. */
  placeAt(u: number, v: number): { readonly channel: number; readonly row: number; readonly column: number } | null;
}

/** Every filter as one tile. */
export function kernelImages(options: KernelTiles): KernelImages {
  const { show, palette, dims, values, channel } = options;
  const [filters, channels, height, width] = dims;
  const size = channels * height * width;
  const planes = show === 'norm' ? normsOverChannels(values, dims) : values;
  const peakOf = (tile: number): number => peakIn(options, planes, tile);
  const shared =
    options.scale === 'own'
      ? 0
      : Array.from({ length: filters }, (_, tile) => peakOf(tile)).reduce((most, peak) => Math.max(most, peak), 0);
  const rangeOf = (tile: number): number => (options.scale === 'shared' ? shared : peakOf(tile));
  const diverging = show !== 'norm';
  const table = diverging ? palette.diverging : palette.sequential;
  const colors = { words: opaqueWords(table), diverging };
  const keyOf = (tile: number): Key => ({
    table: show === 'rgb' ? grays : table,
    low: diverging ? -rangeOf(tile) : 0,
    high: rangeOf(tile),
  });
  const mosaic = show === 'channels' ? mosaicOf(dims) : { across: 1, down: 1, gap: 0 };
  const stepX = width + mosaic.gap;
  const stepY = height + mosaic.gap;
  const source: TileSource = {
    count: filters,
    width: mosaic.across * stepX - mosaic.gap,
    height: mosaic.down * stepY - mosaic.gap,
    paint(tile, pixels, at, stride) {
      const plane = { width, height, range: rangeOf(tile), colors };
      if (show === 'rgb')
        return paintColors(values, tile * size, { ...plane, channels: options.colors }, [pixels, at, stride]);
      if (show !== 'channels')
        return paintPlane(
          planes,
          show === 'norm' ? tile * height * width : tile * size + channel * height * width,
          plane,
          [pixels, at, stride],
        );
      for (let c = 0; c < channels; c++) {
        const corner = at + Math.floor(c / mosaic.across) * stepY * stride + (c % mosaic.across) * stepX;
        paintPlane(values, tile * size + c * height * width, plane, [pixels, corner, stride]);
      }
    },
  };
  const placeAt: KernelImages['placeAt'] = (u, v) => {
    const [x, y] = [Math.floor(u * source.width), Math.floor(v * source.height)];
    const [column, row] = [x % stepX, y % stepY];
    const at =
      show === 'channels'
        ? Math.floor(y / stepY) * mosaic.across + Math.floor(x / stepX)
        : show === 'channel'
          ? channel
          : 0;
    return x < 0 || y < 0 || column >= width || row >= height || at >= channels || row < 0
      ? null
      : { channel: at, row, column };
  };
  return { atlas: new TileAtlas(source, options.alone ? 1 : undefined), keyOf, placeAt };
}

/** Channels in a nearly square arrangement, a pixel apart unless each is but one number. */
function mosaicOf([, channels, height, width]: FilterLayer['dims']): { across: number; down: number; gap: number } {
  const gap = height * width === 1 || channels === 1 ? 0 : 1;
  const across = Math.min(channels, Math.max(1, Math.round(Math.sqrt((channels * (height + gap)) / (width + gap)))));
  return { across, down: Math.ceil(channels / across), gap };
}

/** sqrt(Σ_c k²) at every place of every filter: [filters, height, width]. */
function normsOverChannels(
  values: Float32Array,
  [filters, channels, height, width]: FilterLayer['dims'],
): Float32Array {
  const places = height * width;
  const out = new Float32Array(filters * places);
  for (let f = 0; f < filters; f++) {
    for (let c = 0; c < channels; c++) {
      const from = (f * channels + c) * places;
      for (let p = 0; p < places; p++) out[f * places + p] += values[from + p] * values[from + p];
    }
  }
  return out.map(Math.sqrt);
}

/** Largest magnitude shown of a filter. */
function peakIn({ show, dims, channel }: KernelTiles, planes: Float32Array, tile: number): number {
  const [filters, channels, height, width] = dims;
  const places = height * width;
  const each = planes.length / filters;
  const [offset, length] = show === 'channel' ? [Math.min(channel, channels - 1) * places, places] : [0, each];
  let peak = 0;
  for (let i = tile * each + offset; i < tile * each + offset + length; i++) peak = Math.max(peak, Math.abs(planes[i]));
  return peak;
}

/** Three channels as the colours they are; grey is zero. */
function paintColors(
  values: Float32Array,
  from: number,
  { width, height, range, channels }: { width: number; height: number; range: number; channels: ColorChannels },
  [pixels, at, stride]: readonly [Uint32Array, number, number],
): void {
  const places = width * height;
  const level = (value: number): number => Math.round(127.5 * (1 + (range > 0 ? value / range : 0)));
  for (let p = 0; p < places; p++) {
    const [red, green, blue] = channels.map((c) => level(values[from + c * places + p]));
    pixels[at + Math.floor(p / width) * stride + (p % width)] = wordOf(red, green, blue);
  }
}
