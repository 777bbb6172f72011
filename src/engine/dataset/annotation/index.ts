import type { AnnotationForm } from './annotation';
import { boxCategories } from './box-categories';
import { cocoBoxes } from './coco-boxes';
import { cocoPixels } from './coco-pixels';
import { labelMaps } from './label-maps';
import { labelSetTable } from './label-set-table';
import { linkedFolders } from './linked-folders';
import { numberMaps, type NumberMapTruth } from './number-maps';
import { numberTable } from './number-table';
import type { PixelTruth } from './pixel-truth';
import type { TrueBoxes } from './true-box';
import { voc } from './voc';
import { yolo } from './yolo';

/** Ways in which each kind of truth is kept, in the order in which they are tried. */
type Forms<T> = readonly AnnotationForm<T>[];

export const BOX_FORMS: Forms<TrueBoxes> = Object.freeze([cocoBoxes, voc, yolo]);
export const PIXEL_FORMS: Forms<PixelTruth> = Object.freeze([labelMaps, cocoPixels]);
export const LABEL_SET_FORMS: Forms<readonly string[]> = Object.freeze([
  labelSetTable,
  ...BOX_FORMS.map(boxCategories),
  linkedFolders,
]);
export const NUMBER_FORMS: Forms<readonly number[]> = Object.freeze([numberTable]);
export const NUMBER_MAP_FORMS: Forms<NumberMapTruth> = Object.freeze([numberMaps]);
