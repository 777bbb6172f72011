import { anchoredLevels } from '../yolo-levels';
import { ultralytics } from '../usual';
import { COCO_ANCHORS } from './yolov3-levels';

const P3_TO_P6 = [
  [19, 27],
  [44, 40],
  [38, 94],
  [96, 68],
  [86, 152],
  [180, 137],
  [140, 301],
  [303, 264],
  [238, 542],
  [436, 615],
  [739, 380],
  [925, 792],
] as const;

/** Ultralytics' fifth version as it is trained; what has no older activation is taken to be of it. */
export const yolov5Levels = anchoredLevels({
  id: 'yolov5-levels',
  whose: 'YOLOv5',
  usual: ultralytics,
  shownBy: () => 'neither LeakyRelu nor Mish stands before it',
  anchors: { 3: COCO_ANCHORS, 4: P3_TO_P6 },
  decode({ builder, squashed, places, strides, anchors }) {
    const doubled = (tensor: string): string => builder.op('Add', [tensor, tensor]);
    const moved = builder.op('Sub', [doubled(squashed.centres), builder.scalar(0.5)]);
    const shares = doubled(squashed.sides);
    const sides = builder.op('Mul', [builder.op('Mul', [shares, shares]), anchors]);
    return [builder.op('Mul', [builder.op('Add', [moved, places]), strides]), sides];
  },
});
