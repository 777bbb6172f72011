import type { SegmentationSummary } from '../../../metric/segmentation/confusion';
import { sum } from '../../../statistics/values';
import type { MeasureOf, PartMeasureOf } from '../measures';

const all = 'over the pixels of all inputs';
const defined = 'the mean over the classes that occur, in truth or prediction';

export const MEASURES: readonly MeasureOf<SegmentationSummary>[] = Object.freeze<MeasureOf<SegmentationSummary>[]>([
  {
    id: 'mean-iou',
    label: 'Mean IoU',
    formula: `${defined}, of both / (true + predicted − both), ${all}`,
    better: 'higher',
    value: (counted) => counted.meanIou,
  },
  {
    id: 'mean-dice',
    label: 'Mean Dice',
    formula: `${defined}, of 2 · both / (true + predicted), ${all}`,
    better: 'higher',
    value: (counted) => counted.meanDice,
  },
  {
    id: 'pixel-accuracy',
    label: 'Pixel accuracy',
    formula: `the share of right pixels, ${all}`,
    better: 'higher',
    value: (counted) => counted.pixelAccuracy,
  },
  {
    id: 'mean-accuracy',
    label: 'Mean accuracy',
    formula: `the mean over classes of the share of their pixels that is found, ${all}`,
    better: 'higher',
    value: (counted) => counted.meanAccuracy,
  },
  {
    id: 'frequency-weighted-iou',
    label: 'Frequency-weighted IoU',
    formula: `the mean IoU, each class weighted by its share of the true pixels, ${all}`,
    better: 'higher',
    value: (counted) => counted.frequencyWeightedIou,
  },
]);

export const PART_MEASURES: readonly PartMeasureOf<SegmentationSummary>[] = Object.freeze<
  PartMeasureOf<SegmentationSummary>[]
>([
  {
    id: 'pixels',
    label: 'Pixels',
    formula: 'of the truth',
    better: 'none',
    value: ({ confusion, iouPerClass: { length } }, c) => sum(confusion.subarray(c * length, (c + 1) * length)),
  },
  {
    id: 'iou',
    label: 'IoU',
    formula: 'both / (true + predicted − both)',
    better: 'higher',
    value: ({ iouPerClass }, c) => iouPerClass[c],
  },
  {
    id: 'dice',
    label: 'Dice',
    formula: '2 · both / (true + predicted)',
    better: 'higher',
    value: ({ dicePerClass }, c) => dicePerClass[c],
  },
  {
    id: 'accuracy',
    label: 'Accuracy',
    formula: 'the share of its pixels that is found',
    better: 'higher',
    value: ({ accuracyPerClass }, c) => accuracyPerClass[c],
  },
  {
    id: 'precision',
    label: 'Precision',
    formula: 'the share of the pixels found that is right',
    better: 'higher',
    value: ({ precisionPerClass }, c) => precisionPerClass[c],
  },
]);

const ofInput = 'the mean over the classes that occur in the input';

/** Of the pixels of one input. */
export type JudgedPixels = Pick<SegmentationSummary, 'meanIou' | 'meanDice' | 'pixelAccuracy'>;

export const INPUT_MEASURES: readonly MeasureOf<JudgedPixels>[] = Object.freeze<MeasureOf<JudgedPixels>[]>([
  {
    id: 'input-mean-iou',
    label: 'Mean IoU',
    formula: `${ofInput}, of both / (true + predicted − both)`,
    better: 'higher',
    value: ({ meanIou }) => meanIou,
  },
  {
    id: 'input-mean-dice',
    label: 'Mean Dice',
    formula: `${ofInput}, of 2 · both / (true + predicted)`,
    better: 'higher',
    value: ({ meanDice }) => meanDice,
  },
  {
    id: 'input-pixel-accuracy',
    label: 'Pixel accuracy',
    formula: 'the share of its pixels that is right',
    better: 'higher',
    value: ({ pixelAccuracy }) => pixelAccuracy,
  },
]);
