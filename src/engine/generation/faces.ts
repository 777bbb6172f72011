import { drawnImage, drawnMask } from '../image/drawing';
import { choice, integer } from '../parameter/kinds';
import { CLASSES, drawFace, type FaceClass } from './face/scene';
import type { Generator } from './generator';
import { numbered } from './set-folder';

const count = { label: 'Persons', minimum: 1, maximum: 9999 } as const;

/** What a set may be asked to tell apart. */
const CHOICES = {
  all: CLASSES,
  'glasses+no-glasses': ['glasses', 'no-glasses'],
  'glasses+sunglasses': ['glasses', 'sunglasses'],
  'no-glasses+sunglasses': ['no-glasses', 'sunglasses'],
} as const satisfies Record<string, readonly FaceClass[]>;
type ClassChoice = keyof typeof CHOICES;

const params = [
  integer({
    name: 'train',
    description: 'Persons to learn from; each appears once per class',
    default: 400,
    ...count,
  }),
  integer({ name: 'test', description: 'Persons to test with', default: 100, ...count }),
  choice({
    name: 'classes',
    label: 'Classes',
    description: 'All three, or two to be told apart',
    choices: (Object.keys(CHOICES) as ClassChoice[]).map((value) => ({ value, label: CHOICES[value].join(', ') })),
    default: 'all',
  }),
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
  count: ({ train, test, classes }) => (train + test) * CHOICES[classes].length,
  async write(folder, { classes, ...persons }, seed) {
    for (const split of ['train', 'test'] as const)
      for (let i = 0; i < persons[split]; i++)
        for (const kind of CHOICES[classes]) {
          const { image, mask } = drawFace(keyOf(seed, split, i), kind);
          const name = numbered(`${kind}-${split}`, i, 'png');
          folder.file(`masks/${kind}/${name}`, await drawnMask(mask));
          folder.input(split, kind, name, await drawnImage(image));
        }
  },
};
