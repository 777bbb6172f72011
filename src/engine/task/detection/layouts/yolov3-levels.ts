import { anchoredLevels, type Decoding } from '../yolo-levels';
import { ultralytics } from '../usual';

/** Of the tiny networks with two levels, which the fourth version has taken over. */
export const TINY_ANCHORS = [
  [10, 14],
  [23, 27],
  [37, 58],
  [81, 82],
  [135, 169],
  [344, 319],
] as const;

/** Of the networks with three levels, clustered from COCO's boxes; the fifth version has taken them over. */
export const COCO_ANCHORS = [
  [10, 13],
  [16, 30],
  [33, 23],
  [30, 61],
  [62, 45],
  [59, 119],
  [116, 90],
  [156, 198],
  [373, 326],
] as const;

/** The anchor times the exponential. */
export const grown = ({ builder, sides, anchors }: Decoding): string =>
  builder.op('Mul', [builder.op('Exp', [sides]), anchors]);

/** Redmon & Farhadi 2018, Darknet's export. */
export const yolov3Levels = anchoredLevels({
  id: 'yolov3-levels',
  whose: 'YOLOv3',
  usual: { ...ultralytics, pad: 128 },
  shownBy: (head, output) => (head.hasBehind(output, 'LeakyRelu') ? 'LeakyRelu stands before it' : undefined),
  anchors: {
    2: TINY_ANCHORS,
    3: COCO_ANCHORS,
  },
  decode(decoding) {
    const { builder, squashed, places, strides } = decoding;
    const centres = builder.op('Mul', [builder.op('Add', [squashed.centres, places]), strides]);
    return [centres, grown(decoding)];
  },
});
