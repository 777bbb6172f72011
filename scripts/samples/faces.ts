import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CLASSES, drawFace } from '../../src/engine/generation/face/scene';
import { drawnImage, drawnMask } from '../../src/engine/image/drawing';

/** Persons in the part to test with, each once per class. */
export const TEST_PERSONS = 30;

/** Writes `folder/test/<class>/<name>.png` and, for each, `folder/masks/<class>/<name>.png` (white: glasses). */
export async function writeFaces(folder: string): Promise<void> {
  for (const kind of CLASSES) {
    const [images, masks] = [path.join(folder, 'test', kind), path.join(folder, 'masks', kind)];
    for (const target of [images, masks]) {
      await rm(target, { recursive: true, force: true });
      await mkdir(target, { recursive: true });
    }
    for (let i = 0; i < TEST_PERSONS; i++) {
      const file = `${kind}-${String(i).padStart(2, '0')}.png`;
      const { image, mask } = drawFace(`test/${i}`, kind);
      await writeFile(path.join(images, file), await drawnImage(image));
      await writeFile(path.join(masks, file), await drawnMask(mask));
    }
  }
}
