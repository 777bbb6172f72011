import { join } from 'node:path';
import { seriesAmong } from '../image/dicom/series';
import { takesVolumes } from '../image/volume/volume';
import { listing } from './listing';

/** The further files of volumes that lie in several: by the name of the first file, which stands for all. */
export type VolumeSlices = ReadonlyMap<string, readonly string[]>;

export const NO_SLICES: VolumeSlices = new Map();

/**
 * The DICOM series below a folder, each of which is one input of a model of volumes.
 * @param dims of the model's input, channels first
 */
export async function volumeSlices(folder: string, dims: readonly number[]): Promise<VolumeSlices> {
  if (!takesVolumes(dims)) return NO_SLICES;
  const { root, inputs } = listing(folder);
  const names = new Map(inputs.map((name) => [join(root, name), name]));
  const slices = new Map<string, readonly string[]>();
  for (const [first, ...others] of await seriesAmong([...names.keys()]))
    if (others.length > 0)
      slices.set(
        names.get(first)!,
        others.map((path) => names.get(path)!),
      );
  return slices;
}

/**
 * Of files that may be DICOM those that are inputs of a model: each of them, or the first of every series where it takes
 * volumes.
 */
export async function dicomInputs(files: readonly string[], dims: readonly number[]): Promise<string[]> {
  const series = await seriesAmong([...files].sort());
  return takesVolumes(dims) ? series.map(([first]) => first) : series.flat();
}
