import { LensError } from '../../../../protocol/error';
import type { DetectorLayout } from '../layout';
import { anchorFree } from './anchor-free';
import { centernet } from './centernet';
import { distributionRows } from './distribution-rows';
import { distributions } from './distributions';
import { detr } from './detr';
import { endToEnd } from './end-to-end';
import { focalDetr } from './focal-detr';
import { mediapipe } from './mediapipe';
import { mmdeploy } from './mmdeploy';
import { multipose } from './multipose';
import { onnxSuppression } from './onnx-suppression';
import { retinaface } from './retinaface';
import { retinanet } from './retinanet';
import { rtDetr } from './rt-detr';
import { scrfd } from './scrfd';
import { selectedBoxes } from './selected-boxes';
import { paddle, yoloNasRows, yolov7Rows } from './selected-rows';
import { ssd } from './ssd';
import { tensorflowDetections } from './tensorflow-detections';
import { tensorflowSsd } from './tensorflow-ssd';
import { torchvision } from './torchvision';
import { yolov2 } from './yolov2';
import { yolov3Levels } from './yolov3-levels';
import { yolov4Levels } from './yolov4-levels';
import { yolov5 } from './yolov5';
import { yolov5Levels } from './yolov5-levels';
import { yolov8 } from './yolov8';
import { yolov8Rows } from './yolov8-rows';
import { yolox } from './yolox';
import { yoloxLevels } from './yolox-levels';
import { yunet } from './yunet';
import { yunetAnchors } from './yunet-anchors';

/** Every layout of a detector's outputs that is read; of those that fit a graph, the first holds. */
export const detectorLayouts: readonly DetectorLayout[] = Object.freeze([
  endToEnd,
  focalDetr,
  rtDetr,
  distributions,
  distributionRows,
  scrfd,
  yunet,
  yunetAnchors,
  retinaface,
  mediapipe,
  multipose,
  anchorFree,
  yolov5,
  yolov8,
  yolov8Rows,
  yolox,
  yolov4Levels,
  yolov3Levels,
  yolov2,
  yoloxLevels,
  yolov5Levels,
  centernet,
  tensorflowDetections,
  selectedBoxes,
  mmdeploy,
  paddle,
  yoloNasRows,
  yolov7Rows,
  tensorflowSsd,
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
