import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { SIZE } from '../../../src/engine/generation/face/scene';

/** Where the glasses are, [left, top, width, height] in pixels, and which kind they are. */
export interface FaceBox {
  readonly corners: readonly [number, number, number, number];
  readonly label: number;
}

/** A drawn face and what is true of it. */
export interface Example {
  /** RGB, [3, SIZE, SIZE]. */
  readonly image: Uint8Array;
  readonly box: FaceBox | null;
  /** The class of every pixel. */
  readonly labels: Uint8Array;
}

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly category_id: number;
    readonly bbox: FaceBox['corners'];
  }[];
}

/** Reads one part of the set `glasses`. */
export async function readExamples(folder: string): Promise<Example[]> {
  const coco = JSON.parse(readFileSync(path.join(folder, 'annotations.json'), 'utf8')) as Coco;
  return Promise.all(
    coco.images.map(async ({ id, file_name: name }) => {
      const pixels = await sharp(path.join(folder, 'images', name)).removeAlpha().raw().toBuffer();
      const labels = await sharp(path.join(folder, 'masks', name)).extractChannel(0).raw().toBuffer();
      const plane = SIZE * SIZE;
      const image = Uint8Array.from({ length: 3 * plane }, (_, i) => pixels[(i % plane) * 3 + Math.floor(i / plane)]);
      const found = coco.annotations.find((one) => one.image_id === id);
      return { image, labels, box: found ? { corners: found.bbox, label: found.category_id - 1 } : null };
    }),
  );
}
