import type { FeatureMaps, FilterKernels } from '../../protocol/filters';
import { valueOf } from '../../protocol/loading';
import { paletteOf, type Palette } from '../draw/palette';
import { opaqueWords, paintPlane, TileAtlas } from '../draw/tiles';
import type { Key } from '../grid/legend';
import { memo } from '../ui/memo';
import { kernelsOf, shownAs, shownValues, type FiltersApp, type KernelView, type Scale } from './app';
import { colorChannels, type ColorChannels } from './color-order';
import { featureImages, type FeatureImages } from './feature-tiles';
import { kernelImages, type KernelImages } from './kernel-tiles';

const grid = memo(make);
const large = memo(
  (values: Float32Array, kernels: FilterKernels, show: KernelView, palette: Palette, colors: ColorChannels) =>
    make(values, kernels, show, 0, 'own', palette, colors, true),
);
const features = memo((maps: readonly FeatureMaps[], scale: Scale, palette: Palette) =>
  featureImages(maps, scale, palette),
);
const frequency = memo(frequencyAtlas);

function make(
  values: Float32Array,
  kernels: FilterKernels,
  show: KernelView,
  channel: number,
  scale: Scale,
  palette: Palette,
  colors: ColorChannels,
  alone = false,
): KernelImages {
  const [, channels, height, width] = kernels.kernels.dims;
  return kernelImages({
    values,
    dims: [kernels.kernels.dims[0], channels, height, width],
    show,
    channel: Math.min(channel, channels - 1),
    scale,
    palette,
    colors,
    alone,
  });
}

/** The images of the grid of kernels; null while there are none. */
export function gridImages(app: FiltersApp): KernelImages | null {
  const kernels = kernelsOf(app);
  const { channel, scale } = app.view;
  return (
    kernels &&
    grid(
      shownValues(app, kernels),
      kernels,
      shownAs(app, kernels.layer.dims),
      channel,
      scale,
      paletteFor(app),
      colorChannels(app),
    )
  );
}

/** The images of the filter shown large: all its channels, each filter by its own scale. */
export function largeImages(app: FiltersApp): KernelImages | null {
  const kernels = kernelsOf(app);
  return (
    kernels &&
    large(
      shownValues(app, kernels),
      kernels,
      kernels.kernels.dims[1] === 3 && kernels.frequency ? 'rgb' : 'channels',
      paletteFor(app),
      colorChannels(app),
    )
  );
}

export function mapImages(app: FiltersApp): FeatureImages | null {
  const maps = valueOf(app.document.features);
  return maps && maps.length > 0 ? features(maps, app.view.featureScale, paletteFor(app)) : null;
}

/** Frequency responses, each by its own peak. */
export function frequencyImages(app: FiltersApp): FrequencyImages | null {
  const kernels = kernelsOf(app);
  return kernels?.frequency ? frequency(kernels, paletteFor(app)) : null;
}

function paletteFor({ document }: FiltersApp): Palette {
  return paletteOf(document.palette);
}

/** Where a filter stands among those that were sent; −1 for one that was not. */
export function placeOf({ indices }: FilterKernels, filter: number): number {
  return indices.indexOf(filter);
}

export interface FrequencyImages {
  readonly atlas: TileAtlas;
  keyOf(place: number): Key;
  valueAt(place: number, row: number, column: number): number;
}

function frequencyAtlas({ frequency: map }: FilterKernels, palette: Palette): FrequencyImages {
  const [count, height, width] = map?.dims ?? [0, 1, 1];
  const data = map?.data ?? new Float32Array(0);
  const colors = { words: opaqueWords(palette.sequential), diverging: false };
  const peakOf = (place: number): number =>
    data.subarray(place * height * width, (place + 1) * height * width).reduce((a, b) => Math.max(a, b), 0);
  const paint = (place: number, pixels: Uint32Array, at: number, stride: number): void =>
    paintPlane(data, place * height * width, { width, height, range: peakOf(place), colors }, [pixels, at, stride]);
  const keyOf = (place: number): Key => ({ table: palette.sequential, low: 0, high: peakOf(place) });
  return {
    atlas: new TileAtlas({ count, width, height, paint }, 1),
    keyOf,
    valueAt: (place, row, column) => data[(place * height + row) * width + column],
  };
}
