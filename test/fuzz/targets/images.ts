import { join } from 'node:path';
import { readPixels } from '../../../src/engine/image/pixels';
import { readInput } from '../../../src/engine/image/input';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { sharp } from '../../../src/engine/image/library';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { bmp } from '../bmp';
import { mutatedBytes } from '../mutation';
import { withMutated, type CaseFiles, type FuzzTarget } from '../target';

const [HEIGHT, WIDTH] = [9, 13];
const recipe = () => completeRecipe({}, [], { dims: [3, 8, 8], layout: 'nchw' });
const pixels = () => Buffer.from(Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => (i * 37) % 256));

const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const;

const image = (ending: string, seed: () => Promise<Uint8Array>): FuzzTarget => ({
  id: ending,
  seeds: async () => [{ [`x.${ending}`]: await seed() }],
  mutate: (files, random) => withMutated(files, `x.${ending}`, (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: async (folder) => readPixels(join(folder, `x.${ending}`), recipe()),
});

const encoded = FORMATS.map((format) =>
  image(format, async () => {
    const raw = sharp(pixels(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
    return new Uint8Array(await raw.toFormat(format).toBuffer());
  }),
);

const array: FuzzTarget = {
  id: 'npy',
  seeds: async (): Promise<CaseFiles[]> => [
    { 'x.npy': encodeNpy(floats([1, 3, 8, 8], new Float32Array(192).fill(0.5))) },
  ],
  mutate: (files, random) => withMutated(files, 'x.npy', (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: (folder) => readInput(join(folder, 'x.npy'), [3, 8, 8], recipe()),
};

export const imageTargets: readonly FuzzTarget[] = [
  ...encoded,
  ...[1, 4, 8, 24, 32].map((bits) => ({ ...image('bmp', async () => bmp(bits, WIDTH, HEIGHT)), id: `bmp${bits}` })),
  array,
];
