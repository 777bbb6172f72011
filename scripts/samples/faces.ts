import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CLASSES, drawFace } from '../../src/engine/generation/face/scene';
import { drawnImage, drawnMask } from '../../src/engine/image/drawing';

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
      const { image, mask } = drawFace(`${name}/${i}`, kind);
      await writeFile(path.join(images, file), await drawnImage(image));
      await writeFile(path.join(masks, file), await drawnMask(mask));
    }
  }
}
