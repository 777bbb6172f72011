import type { UsualInput } from './layout';

/** Values from 0 to 1, the whole image inside a border. */
export const ultralytics: UsualInput = {
  preset: 'unit',
  fit: 'contain',
  reason: 'detectors of this layout (YOLO) are fed so as a rule',
};
