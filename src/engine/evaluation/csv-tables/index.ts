import { detections, images, PAIRS, SKIPPED_TABLE } from './inputs';
import { methods } from './methods';
import { classes, confusion, errors, measures } from './models';
import type { CsvTable } from './table';

export const TABLES: readonly CsvTable[] = Object.freeze([
  methods,
  measures,
  classes,
  confusion,
  errors,
  images,
  detections,
  SKIPPED_TABLE,
  PAIRS,
]);
