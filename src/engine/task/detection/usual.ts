import type { UsualInput } from './layout';

/** Values from 0 to 1, the whole image between grey bars. */
export const ultralytics: UsualInput = {
  preset: 'unit',
  fit: 'contain',
  pad: 114,
  reason: 'detectors of this layout (YOLO) are fed so as a rule',
};

/** Nothing at the edges is cut off. */
export const wholeImage: UsualInput = { fit: 'fill', reason: 'detectors are shown the whole image as a rule' };

/** Values from 0 to 1 with no mean subtracted, whatever the proportions. */
export const rtDetrInput: UsualInput = {
  preset: 'unit',
  fit: 'fill',
  reason: 'detectors of this layout (RT-DETR) are fed so as a rule',
};
