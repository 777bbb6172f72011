import type { AnnotationForm } from './annotation';
import { fromCocoFiles } from './coco-files';
import type { PixelTruth } from './pixel-truth';

/** Outlines of objects: every pixel has the class of the smallest object it lies in. */
export const cocoPixels: AnnotationForm<PixelTruth> = {
  id: 'coco',
  label: 'A COCO annotation file: outlines',
  takes: 'file',
  find: (search) =>
    fromCocoFiles(search, 'Outlines', ({ size }, annotations) => {
      const drawn = annotations.filter(({ category, region }) => category !== null && region.kind !== 'box');
      if (!size || (drawn.length === 0 && annotations.length > 0)) return null;
      const objects = [...drawn]
        .sort((a, b) => b.area - a.area)
        .map(({ category, isCrowd, region }) => ({ category: category!, isCrowd, region }));
      return { kind: 'regions', ...size, objects };
    }),
};
