import { anchoredLevels } from '../yolo-levels';
import { ultralytics } from '../usual';
import { grown, TINY_ANCHORS } from './yolov3-levels';

/** By which the step from a place is stretched about its middle, the finest level first. */
const STRETCH = [1.2, 1.1, 1.05];

/** Bochkovskiy, Wang & Liao 2020, Darknet's export. */
export const yolov4Levels = anchoredLevels({
  id: 'yolov4-levels',
  whose: 'YOLOv4',
  usual: { ...ultralytics, pad: 128 },
  shownBy: (head, output) =>
    head.hasBehind(output, 'Mish') || (head.hasBehind(output, 'Softplus') && head.hasBehind(output, 'Tanh'))
      ? 'Mish stands before it'
      : undefined,
  anchors: {
    2: TINY_ANCHORS,
    3: [
      [12, 16],
      [19, 36],
      [40, 28],
      [36, 75],
      [76, 55],
      [72, 146],
      [142, 110],
      [192, 243],
      [459, 401],
    ],
  },
  decode(decoding) {
    const { builder, squashed, places, strides, byLevel } = decoding;
    const stretched = builder.op('Mul', [squashed.centres, byLevel(STRETCH)]);
    const moved = builder.op('Sub', [stretched, byLevel(STRETCH.map((by) => (by - 1) / 2))]);
    return [builder.op('Mul', [builder.op('Add', [moved, places]), strides]), grown(decoding)];
  },
});
