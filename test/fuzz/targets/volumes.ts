import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readInput } from '../../../src/engine/image/input';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { dicomFile } from '../../engine/image/volume/dicom-file';
import { niftiFile } from '../../engine/image/volume/nifti-file';
import { tiffStackFile } from '../../engine/image/volume/tiff-stack-file';
import { mutatedBytes } from '../mutation';
import { withMutated, type FuzzTarget } from '../target';

const DIMS = [1, 3, 4, 5];
const values = Uint16Array.from({ length: 60 }, (_, i) => 7 * i);
const nifti = niftiFile({ lengths: [5, 4, 3], values });

const volume = (id: string, bytes: Uint8Array): FuzzTarget => ({
  id,
  seeds: async () => [{ x: new Uint8Array(bytes) }],
  mutate: (files, random) => withMutated(files, 'x', (content) => mutatedBytes(content as Uint8Array, random)),
  read: (folder) => readInput(join(folder, 'x'), DIMS, completeRecipe({}, [], { dims: DIMS })),
});

export const volumeTargets: readonly FuzzTarget[] = [
  volume('nifti', nifti),
  volume('packed-nifti', gzipSync(nifti)),
  volume('dicom', dicomFile({ width: 5, height: 4, frames: 3, values })),
  volume('tiff-pages', tiffStackFile(5, 4, [values.subarray(0, 20), values.subarray(20, 40), values.subarray(40)])),
];
