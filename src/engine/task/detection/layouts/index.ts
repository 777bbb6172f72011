import { LensError } from '../../../../protocol/error';
import type { DetectorLayout } from '../layout';
import { detr } from './detr';
import { onnxSuppression } from './onnx-suppression';
import { retinanet } from './retinanet';
import { ssd } from './ssd';
import { torchvision } from './torchvision';
import { yolov5 } from './yolov5';
import { yolov8 } from './yolov8';

/** Every layout of a detector's outputs that is read. */
export const detectorLayouts: readonly DetectorLayout[] = Object.freeze([
  yolov5,
  yolov8,
  ssd,
  retinanet,
  detr,
  onnxSuppression,
  torchvision,
]);

/** @throws LensError when there is no such layout */
export function detectorLayout(id: string): DetectorLayout {
  const found = detectorLayouts.find((layout) => layout.id === id);
  if (found) return found;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no layout ${id} of a detector's outputs`,
    next: `Choose one of ${detectorLayouts.map((layout) => layout.id).join(', ')}`,
  });
}
