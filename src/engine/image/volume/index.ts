import { statSync } from 'node:fs';
import { LensError } from '../../../protocol/error';
import { IMAGE } from '../../file/kind';
import { readFile } from '../../file/reading';
import { unreadable } from '../decoding';
import { seriesIn } from '../dicom/series';
import { dicomSeries, seriesVolume } from './dicom-series';
import { nifti } from './nifti';
import { tiffStack } from './tiff-stack';
import type { Volume, VolumeFormat } from './volume';

/** Kinds of files that hold volumes, by their first bytes. */
const FORMATS: readonly VolumeFormat[] = Object.freeze([dicomSeries, tiffStack, nifti]);

/**
 * The volume in a file, or of the DICOM series in a folder.
 * @param dims channels, depth, height, width that the model takes
 * @param content the file's bytes, where they have been read already
 * @throws LensError `wrong-shape` for what is no volume, `corrupt-image` for one that cannot be read
 */
export async function readVolume(path: string, dims: readonly number[], content?: Buffer): Promise<Volume> {
  try {
    if (!content && statSync(path, { throwIfNoEntry: false })?.isDirectory())
      return await seriesVolume(await seriesIn(path));
    const bytes = content ?? readFile(path, IMAGE);
    const format = FORMATS.find((one) => one.recognises(bytes));
    if (!format) throw noVolume(path, dims);
    return await format.read(bytes, path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

const noVolume = (path: string, dims: readonly number[]): LensError =>
  new LensError({
    code: 'wrong-shape',
    what: `the model takes volumes of ${dims.slice(1).join(' × ')}, and this is none`,
    where: path,
    next: `Give it ${FORMATS.map(({ label }) => label).join(', ')} or a .npy array [1, ${dims.join(', ')}]`,
  });
