import { join } from 'node:path';
import { readPixels } from '../../../src/engine/image/pixels';
import { readInput } from '../../../src/engine/image/input';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { mutatedBytes } from '../mutation';
import { bitmapSeeds, sharpSeeds } from '../seeds/images';
import { withMutated, type CaseFiles, type FuzzTarget } from '../target';

const recipe = () => completeRecipe({}, [], { dims: [3, 8, 8], layout: 'nchw' });

const image = (id: string, ending: string, seeds: () => Promise<Uint8Array[]>): FuzzTarget => ({
  id,
  seeds: async () => (await seeds()).map((bytes) => ({ [`x.${ending}`]: bytes })),
  mutate: (files, random) => withMutated(files, `x.${ending}`, (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: async (folder) => readPixels(join(folder, `x.${ending}`), recipe()),
});

const array: FuzzTarget = {
  id: 'npy',
  seeds: async (): Promise<CaseFiles[]> => [
    { 'x.npy': encodeNpy(floats([1, 3, 8, 8], new Float32Array(192).fill(0.5))) },
    { 'x.npy': encodeNpy(floats([3, 8, 8], new Float32Array(192).fill(0.5))) },
  ],
  mutate: (files, random) => withMutated(files, 'x.npy', (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: (folder) => readInput(join(folder, 'x.npy'), [3, 8, 8], recipe()),
};

export const imageTargets: readonly FuzzTarget[] = [
  ...Object.entries(sharpSeeds).map(([format, seeds]) => image(format, format, seeds)),
  ...Object.entries(bitmapSeeds).map(([id, seeds]) => image(id, 'bmp', seeds)),
  array,
];
