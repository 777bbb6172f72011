import { LensError } from '../../../protocol/error';
import type { ByteVolume } from '../../../protocol/raster';
import type { CompleteRecipe } from '../../../protocol/recipe';
import { LUMA } from '../conversion';
import { levelsOfValues } from '../levels';
import type { Pixels } from '../pixels';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { readVolume } from '.';
import { sizedVolume } from './resizing';
import type { Volume } from './volume';

/** A volume as the network takes it, [1, channels, depth, height, width], and as a person sees it. */
export interface VolumeInput {
  readonly tensor: FloatTensor;
  readonly volume: ByteVolume;
}

/**
 * Reads a volume: brought to the network's lengths, from black to white, then as the recipe says.
 * @param dims channels, depth, height, width
 * @throws LensError where the file cannot be read or has other channels
 */
export async function readVolumeInput(
  path: string,
  dims: readonly number[],
  recipe: CompleteRecipe,
  content?: Buffer,
): Promise<VolumeInput> {
  const [channels, depth, height, width] = dims;
  const volume = withChannels(finite(await readVolume(path, dims, content)), channels, path, dims);
  const [black, white] = levelsOfValues(volume.values, volume.levels, recipe);
  const values = await sizedVolume(volume, depth, { ...recipe, size: [height, width] });
  const size = depth * height * width;
  const [low, high] = recipe.range;
  const tensor = floats([1, ...dims]);
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const part = Math.min(1, Math.max(0, (values[i] - black) / (white - black)));
    const light = volume.isInverted ? 1 - part : part;
    const channel = Math.floor(i / size);
    tensor.data[i] = (low + light * (high - low) - recipe.mean[channel]) / recipe.std[channel];
    bytes[i] = Math.round(255 * light);
  }
  return { tensor, volume: { dims, data: bytes } };
}

/** An array [1, channels, depth, height, width] as a person sees it, from its smallest value to its largest. */
export function volumeOfArray({ dims, data }: FloatTensor): ByteVolume {
  const [low, high] = levelsOfValues(data, null, {});
  return {
    dims: dims.slice(1),
    data: Uint8Array.from(data, (value) => Math.round((255 * (value - low)) / (high - low))),
  };
}

/** All bands of an image, each from black to white. */
export function volumeOfBands({ bands, values, white, width, height }: Pixels): ByteVolume {
  const area = width * height;
  const data = new Uint8Array(bands * area);
  for (let p = 0; p < area; p++)
    for (let b = 0; b < bands; b++)
      data[b * area + p] = Math.round(255 * Math.min(1, Math.max(0, values[p * bands + b] / white)));
  return { dims: [bands, 1, height, width], data };
}

/** What is no number lies outside of what was measured: it is as small as the smallest. */
function finite(volume: Volume): Volume {
  if (volume.values.every((value) => Number.isFinite(value))) return volume;
  const least = volume.values.reduce((low, value) => (Number.isFinite(value) ? Math.min(low, value) : low), Infinity);
  const fill = Number.isFinite(least) ? least : 0;
  return { ...volume, values: volume.values.map((value) => (Number.isFinite(value) ? value : fill)) };
}

/** The channels that a model takes: those there are, one for all, or the light of colours. */
function withChannels(volume: Volume, channels: number, path: string, dims: readonly number[]): Volume {
  if (volume.channels === channels) return volume;
  const size = volume.values.length / volume.channels;
  if (volume.channels === 1 && channels === 3) {
    const values = new Float32Array(3 * size);
    for (let c = 0; c < 3; c++) values.set(volume.values, c * size);
    return { ...volume, channels, values };
  }
  if (volume.channels === 3 && channels === 1) {
    const at = (p: number, c: number): number => LUMA[c] * volume.values[c * size + p];
    return {
      ...volume,
      channels,
      values: Float32Array.from({ length: size }, (_, p) => at(p, 0) + at(p, 1) + at(p, 2)),
    };
  }
  throw new LensError({
    code: 'wrong-shape',
    what: `the volume has ${volume.channels} channels, but the model takes ${channels}`,
    where: path,
    next: `Give one of ${channels}, or a .npy array [1, ${dims.join(', ')}]`,
  });
}
