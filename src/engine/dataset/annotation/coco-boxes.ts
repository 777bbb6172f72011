import type { AnnotationForm } from './annotation';
import { fromCocoFiles } from './coco-files';
import type { TrueBox, TrueBoxes } from './true-box';

/** @see https://cocodataset.org/#format-data */
export const cocoBoxes: AnnotationForm<TrueBoxes> = {
  id: 'coco',
  label: 'A COCO annotation file: boxes',
  takes: 'file',
  find: (search) =>
    fromCocoFiles(search, 'Boxes', (_, annotations) => ({
      unit: 'pixels',
      boxes: annotations.flatMap(({ category, box, isCrowd, area }): TrueBox[] => {
        if (!box || category === null) return [];
        const [left, top, width, height] = box;
        return [{ label: category, corners: [left, top, left + width, top + height], isAside: isCrowd, area }];
      }),
    })),
};
