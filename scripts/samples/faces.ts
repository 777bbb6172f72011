import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { CLASSES, drawFace, type Drawing } from './face/scene';

/** A split of the faces: every person appears once per class. Keys of different splits share no random numbers. */
export interface Split {
  name: string;
  persons: number;
}
export const TEST: Split = { name: 'test', persons: 30 };
export const TRAIN: Split = { name: 'train', persons: 2000 };

/** Writes `folder/<split>/<class>/<name>.png` and, for each, `folder/masks/<class>/<name>.png` (white: glasses). */
export async function writeFaces(folder: string, { name, persons }: Split): Promise<void> {
  for (const kind of CLASSES) {
    const [images, masks] = [path.join(folder, name, kind), path.join(folder, 'masks', kind)];
    for (const target of [images, masks]) {
      await rm(target, { recursive: true, force: true });
      await mkdir(target, { recursive: true });
    }
    for (let i = 0; i < persons; i++) {
      const file = `${kind}-${String(i).padStart(persons > 100 ? 4 : 2, '0')}.png`;
      const { image, mask } = await render(drawFace(`${name}/${i}`, kind));
      await Promise.all([writeFile(path.join(images, file), image), writeFile(path.join(masks, file), mask)]);
    }
  }
}

/**
 * Both drawings as PNG files. A pixel belongs to the mask when at least an eighth of it is glasses: with a half, thin
 * arms that run between two rows of pixels would be missing from it.
 */
async function render({ image, mask }: Drawing): Promise<{ image: Buffer; mask: Buffer }> {
  return {
    image: await sharp(Buffer.from(image)).removeAlpha().png({ compressionLevel: 9 }).toBuffer(),
    mask: await sharp(Buffer.from(mask)).removeAlpha().greyscale().threshold(32).toColourspace('b-w').png().toBuffer(),
  };
}
