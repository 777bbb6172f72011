import { join } from 'node:path';
import { seriesAmong } from '../image/dicom/series';
import { takesVolumes } from '../image/volume/volume';
import { listing, type Listing } from './listing';

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

/** What a folder holds for a model: of a DICOM series only its first file where the model takes volumes. */
export async function inputListing(folder: string, dims: readonly number[]): Promise<Listing> {
  return withoutSlices(listing(folder), await volumeSlices(folder, dims));
}

/** Without the files that belong to the volume of another one. */
export function withoutSlices(files: Listing, slices: VolumeSlices = NO_SLICES): Listing {
  const further = new Set([...slices.values()].flat());
  return further.size > 0 ? { ...files, inputs: files.inputs.filter((name) => !further.has(name)) } : files;
}

/** Where the further files of the volume of an input lie; nothing of inputs that are one file. */
export function slicesBeside(
  root: string,
  name: string,
  slices: VolumeSlices = NO_SLICES,
): { readonly slices?: readonly string[] } {
  const others = slices.get(name);
  return others ? { slices: others.map((other) => join(root, other)) } : {};
}

/**
 * Of files that may be DICOM those that are inputs of a model: each of them, or the first of every series where it takes
 * volumes.
 */
export async function dicomInputs(files: readonly string[], dims: readonly number[]): Promise<string[]> {
  const series = await seriesAmong([...files].sort());
  return takesVolumes(dims) ? series.map(([first]) => first) : series.flat();
}
