import { drawnImage, drawnMask } from '../image/drawing';
import { integer } from '../parameter/kinds';
import { CLASSES, drawFace } from './face/scene';
import type { Generator } from './generator';
import { numbered } from './set-folder';

const persons = { label: 'Persons', minimum: 1, maximum: 9999 } as const;
const params = [
  integer({
    name: 'train',
    description: 'Persons to learn from; each appears once per class',
    default: 400,
    ...persons,
  }),
  integer({ name: 'test', description: 'Persons to test with', default: 100, ...persons }),
] as const;

/** Splits and seeds share no random numbers; the seed 0 gives the faces of the sample workspace. */
export const keyOf = (seed: number, split: string, person: number): string =>
  seed === 0 ? `${split}/${person}` : `${seed}/${split}/${person}`;

/** Drawn faces with glasses, sunglasses or neither, and the masks of these. */
export const faces: Generator<typeof params> = {
  id: 'faces',
  label: 'Faces',
  description: 'drawn faces of 128 px with glasses, sunglasses or neither, and the masks of these',
  params,
  usualSeed: 0,
  count: ({ train, test }) => (train + test) * CLASSES.length,
  async write(folder, counts, seed) {
    for (const split of ['train', 'test'] as const)
      for (let i = 0; i < counts[split]; i++)
        for (const kind of CLASSES) {
          const { image, mask } = drawFace(keyOf(seed, split, i), kind);
          const name = numbered(`${kind}-${split}`, i, 'png');
          folder.file(`masks/${kind}/${name}`, await drawnMask(mask));
          folder.input(split, kind, name, await drawnImage(image));
        }
  },
};
