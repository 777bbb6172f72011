import { drawnImage } from '../../image/drawing';
import { integer } from '../../parameter/kinds';
import type { Generator } from '../generator';
import { Random } from '../random';
import { numbered } from '../set-folder';
import { box, drawing } from '../svg';
import { SIDE } from './cells';
import { drawStain } from './stain';
import { TISSUES, type Tissue } from './tissues';

const images = { label: 'Images', minimum: 1, maximum: 9999 } as const;
const params = [
  integer({ name: 'train', description: 'Images of each class to learn from', default: 563, ...images }),
  integer({ name: 'test', description: 'Images of each class to test with', default: 62, ...images }),
] as const;

/** The whole image is stained before it is drawn on, so that no class has colours of its own. */
function drawn(tissue: Tissue, key: string): string {
  const random = new Random(key);
  const stain = drawStain(random);
  const behind = box(0, 0, SIDE, SIDE, { fill: tissue.background(stain) });
  return drawing(SIDE, SIDE, behind, tissue.draw(random, stain));
}

/**
 * Textures drawn after the eight classes of colorectal histology by Kather et al. (2016), in folders named as theirs.
 * @see https://doi.org/10.5281/zenodo.53169
 */
export const textures: Generator<typeof params> = {
  id: 'textures',
  label: 'Textures',
  description:
    'eight drawn textures of 150 px after the colorectal histology set, 4504 to learn from and 496 to test with',
  params,
  usualSeed: 0,
  count: ({ train, test }) => (train + test) * TISSUES.length,
  async write(folder, counts, seed) {
    for (const split of ['train', 'test'] as const)
      for (const tissue of TISSUES)
        for (let i = 0; i < counts[split]; i++) {
          const image = await drawnImage(drawn(tissue, `${seed}/${split}/${tissue.id}/${i}`));
          folder.input(split, tissue.id, numbered(split, i, 'png'), image);
        }
  },
};
