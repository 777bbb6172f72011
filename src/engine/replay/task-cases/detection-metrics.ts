import type { Found, Truths } from '../../metric/detection/annotations';
import { cocoSummary } from '../../metric/detection/coco';
import { vocSummary } from '../../metric/detection/voc';
import type { Tensor } from '../../tensor/tensor';
import type { RunCase } from '../adapter';
import { vector } from '../metric-cases/arrays';

/** Average precision as COCO or as PASCAL VOC counts it. */
export const detectionMetrics: RunCase = ({ params, expected }, files) => {
  const [truths, found] = [truthsOf(files.array(params.groundTruth)), foundOf(files.array(params.detections))];
  if (params.protocol === 'voc') {
    const { ap11PerClass, apPerClass, ...means } = vocSummary(truths, found, params.classes, params.iouThreshold);
    return { ...means, ap11PerClass: vector(ap11PerClass), apPerClass: vector(apPerClass) };
  }
  const { sizes, apPerClass, ap50PerClass, precisionAt50, ...numbers } = cocoSummary(
    truths,
    found,
    params.images,
    params.classes,
  );
  const ofSizes = Object.entries(sizes).flatMap(([size, { AP, AR }]) => [
    [`AP${size}`, AP],
    [`AR${size}`, AR],
  ]);
  const shown = Number(expected.precisionAt50Class ?? 0);
  return {
    ...numbers,
    ...Object.fromEntries(ofSizes),
    apPerClass: vector(apPerClass),
    ap50PerClass: vector(ap50PerClass),
    precisionAt50Class: shown,
    precisionAt50: vector(precisionAt50[shown]),
  };
};

/** Columns `from` … of rows. */
function columns({ dims: [rows, width], data }: Tensor, from: number, count = 1): Float64Array {
  return Float64Array.from({ length: rows * count }, (_, k) =>
    Number(data[Math.floor(k / count) * width + from + (k % count)]),
  );
}

/** Rows of image, class, corners, aside, area. */
const truthsOf = (rows: Tensor): Truths => ({
  images: columns(rows, 0),
  labels: columns(rows, 1),
  boxes: columns(rows, 2, 4),
  aside: columns(rows, 6),
  areas: columns(rows, 7),
});

/** Rows of image, class, score, corners. */
const foundOf = (rows: Tensor): Found => ({
  images: columns(rows, 0),
  labels: columns(rows, 1),
  scores: columns(rows, 2),
  boxes: columns(rows, 3, 4),
});
