import type { CocoSummary } from '../../../metric/detection/coco';
import type { VocSummary } from '../../../metric/detection/voc';
import { DETECTION_ERRORS } from '../../../metric/detection/errors';
import type { MeasureOf, PartMeasureOf } from '../measures';
import type { InputCounts } from './judged-boxes';
import { LEAST_SCORE, MOST_BOXES, MOST_OVERLAP } from './thresholds';

/** What was counted of boxes. */
export interface BoxCounts {
  readonly coco: CocoSummary;
  readonly voc: VocSummary;
  /** Per class, of the boxes that are shown. */
  readonly shown: readonly ClassCounts[];
}

export interface ClassCounts {
  readonly objects: number;
  readonly found: number;
  readonly right: number;
}

const kept = `of at most ${MOST_BOXES} boxes per image with a score over ${LEAST_SCORE}, of which those of a class overlap at most ${MOST_OVERLAP} unless the graph selects them; 100 count per image and class`;
const coco = `as pycocotools counts it, ${kept}`;
const shown = 'of the boxes that are shown, by the thresholds of the model; right from IoU 0.5';

/** pycocotools says −1 where there is nothing to count. */
const counted = (value: number): number => (value < 0 ? NaN : value);

const total = ({ shown: classes }: BoxCounts, of: keyof ClassCounts): number =>
  classes.reduce((sum, one) => sum + one[of], 0);

const sized = (size: keyof CocoSummary['sizes'], pixels: string): MeasureOf<BoxCounts> => ({
  id: `ap-${size.toLowerCase()}`,
  label: `AP, ${size.toLowerCase()} objects`,
  formula: `AP of objects of ${pixels} pixels, ${coco}`,
  better: 'higher',
  value: (counts) => counted(counts.coco.sizes[size].AP),
});

export const MEASURES: readonly MeasureOf<BoxCounts>[] = Object.freeze<MeasureOf<BoxCounts>[]>([
  {
    id: 'ap',
    label: 'AP',
    formula: `the mean precision at 101 recalls, over IoU from 0.50 to 0.95 and the classes that occur, ${coco}`,
    better: 'higher',
    value: (counts) => counted(counts.coco.AP),
  },
  {
    id: 'ap50',
    label: 'AP50',
    formula: `AP at IoU 0.5, ${coco}`,
    better: 'higher',
    value: (counts) => counted(counts.coco.AP50),
  },
  {
    id: 'ap75',
    label: 'AP75',
    formula: `AP at IoU 0.75, ${coco}`,
    better: 'higher',
    value: (counts) => counted(counts.coco.AP75),
  },
  sized('Small', 'less than 32²'),
  sized('Medium', '32² to 96²'),
  sized('Large', 'more than 96²'),
  ...([1, 10, 100] as const).map((most): MeasureOf<BoxCounts> => ({
    id: `ar${most}`,
    label: `AR${most}`,
    formula: `the mean recall, over IoU from 0.50 to 0.95, of ${most} boxes per image and class, ${coco}`,
    better: 'higher',
    value: (counts) => counted(counts.coco[`AR${most}`]),
  })),
  {
    id: 'voc-ap',
    label: 'VOC AP',
    formula: `the mean area below the precision at IoU 0.5, as PASCAL VOC counts it from 2010 on, ${kept}`,
    better: 'higher',
    value: (counts) => counts.voc.mAP,
  },
  {
    id: 'voc-ap11',
    label: 'VOC AP, 11 points',
    formula: `the mean precision at 11 recalls at IoU 0.5, as PASCAL VOC counted it until 2009, ${kept}`,
    better: 'higher',
    value: (counts) => counts.voc.mAP11,
  },
  {
    id: 'precision',
    label: 'Precision',
    formula: `the share that is right ${shown}`,
    better: 'higher',
    value: (counts) => total(counts, 'right') / total(counts, 'found'),
  },
  {
    id: 'recall',
    label: 'Recall',
    formula: `the share of the objects that is found, ${shown}`,
    better: 'higher',
    value: (counts) => total(counts, 'right') / total(counts, 'objects'),
  },
]);

export const PART_MEASURES: readonly PartMeasureOf<BoxCounts>[] = Object.freeze<PartMeasureOf<BoxCounts>[]>([
  {
    id: 'objects',
    label: 'Objects',
    formula: 'objects that count',
    better: 'none',
    value: (counts, k) => counts.shown[k].objects,
  },
  {
    id: 'ap',
    label: 'AP',
    formula: 'over IoU from 0.50 to 0.95',
    better: 'higher',
    value: (counts, k) => counted(counts.coco.apPerClass[k]),
  },
  {
    id: 'ap50',
    label: 'AP50',
    formula: 'at IoU 0.5',
    better: 'higher',
    value: (counts, k) => counted(counts.coco.ap50PerClass[k]),
  },
  {
    id: 'vocAp',
    label: 'VOC AP',
    formula: 'the area below the precision at IoU 0.5',
    better: 'higher',
    value: (counts, k) => counts.voc.apPerClass[k],
  },
  {
    id: 'precision',
    label: 'Precision',
    formula: `the share that is right ${shown}`,
    better: 'higher',
    value: (counts, k) => counts.shown[k].right / counts.shown[k].found,
  },
  {
    id: 'recall',
    label: 'Recall',
    formula: `the share that is found, ${shown}`,
    better: 'higher',
    value: (counts, k) => counts.shown[k].right / counts.shown[k].objects,
  },
]);

/** Of the boxes of one input. */
export const INPUT_MEASURES: readonly MeasureOf<InputCounts>[] = Object.freeze<MeasureOf<InputCounts>[]>([
  {
    id: 'f1-of-boxes',
    label: 'F1 of its boxes',
    formula: `2 · right / (boxes + objects), ${shown}`,
    better: 'higher',
    value: ({ harmony }) => harmony,
  },
  {
    id: 'objects',
    label: 'Objects',
    formula: 'that the input has',
    better: 'none',
    value: ({ objects }) => objects,
  },
  { id: 'boxes', label: 'Boxes', formula: shown, better: 'none', value: ({ boxes }) => boxes },
  ...DETECTION_ERRORS.map(({ id, label, meaning }): MeasureOf<InputCounts> => ({
    id,
    label,
    formula: meaning,
    better: 'lower',
    value: (counts) => counts.count(id),
  })),
]);
