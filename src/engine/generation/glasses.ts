import { drawnImage, drawnMask } from '../image/drawing';
import { labelMapPng, whiteBox } from '../image/drawn-mask';
import { integer } from '../parameter/kinds';
import { CLASSES, drawFace, SIZE, type FaceClass } from './face/scene';
import { keyOf } from './faces';
import type { Generator } from './generator';
import { numbered } from './set-folder';

const persons = { label: 'Persons', maximum: 9999 } as const;
const params = [
  integer({
    name: 'train',
    description: 'Persons to learn from, each without, with and with dark glasses',
    default: 400,
    minimum: 0,
    ...persons,
  }),
  integer({ name: 'test', description: 'Persons to test with', default: 100, minimum: 0, ...persons }),
] as const;

/** What is looked for; in a label map 0 is all else. */
export const WORN = ['glasses', 'sunglasses'] as const satisfies readonly FaceClass[];

/** Drawn faces with a box around the glasses they wear, as COCO has it, and label maps of the pixels. */
export const glasses: Generator<typeof params> = {
  id: 'glasses',
  label: 'Glasses',
  description: 'the drawn faces for detectors and segmenters: boxes (COCO) and label maps of the glasses they wear',
  params,
  usualSeed: 0,
  count: ({ train, test }) => (train + test) * CLASSES.length,
  async write(folder, counts, seed) {
    for (const split of ['train', 'test'] as const) {
      if (counts[split] === 0) continue;
      const [images, annotations]: [object[], object[]] = [[], []];
      for (let i = 0; i < counts[split]; i++)
        for (const kind of CLASSES) {
          const { image, mask } = drawFace(keyOf(seed, `glasses/${split}`, i), kind);
          const name = numbered(kind, i, 'png');
          const white = await drawnMask(mask);
          const number = WORN.findIndex((one) => one === kind) + 1;
          folder.file(`${split}/masks/${name}`, await labelMapPng(white, number));
          folder.input(split, 'images', name, await drawnImage(image));
          const id = images.length + 1;
          images.push({ id, file_name: name, width: SIZE, height: SIZE });
          const found = number > 0 ? await whiteBox(white) : null;
          if (!found) continue;
          const { box, area } = found;
          annotations.push({
            id: annotations.length + 1,
            image_id: id,
            category_id: number,
            bbox: box,
            area,
            iscrowd: 0,
          });
        }
      const categories = WORN.map((name, k) => ({ id: k + 1, name }));
      folder.file(`${split}/annotations.json`, `${JSON.stringify({ images, categories, annotations })}\n`);
    }
  },
};
