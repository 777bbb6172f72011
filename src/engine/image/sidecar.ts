import { lstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DetectionRecipe, Recipe } from '../../protocol/recipe';
import { taskIds } from '../../protocol/task';
import { checkedFields, readFields, type FieldRule } from '../file/fields';
import { SIDECAR } from '../file/kind';
import { placeInside, realPlace } from '../file/workspace';

/** The path of a model's sidecar. */
export const sidecarPath = (model: string): string => `${model}.lens.json`;

type Check = (value: unknown) => boolean;
const isNumbers =
  (length?: number): Check =>
  (v) =>
    Array.isArray(v) &&
    v.every((x) => typeof x === 'number' && Number.isFinite(x)) &&
    (length === undefined || v.length === length);
const isOneOf =
  (...values: string[]): Check =>
  (v) =>
    values.includes(v as string);
const isText: Check = (v) => typeof v === 'string';
const MOST_PIXELS = 8192;
const isLength: Check = (v) => Number.isInteger(v) && (v as number) > 0 && (v as number) <= MOST_PIXELS;
const isTexts: Check = (v) => Array.isArray(v) && v.every(isText);

const isShare: Check = (v) => typeof v === 'number' && v >= 0 && v <= 1;
const isSides: Check = (v) => isNumbers(2)(v) && (v as number[]).every((side) => side > 0);
const DETECTION: Readonly<Record<keyof DetectionRecipe, Check>> = {
  layout: isText,
  anchors: (v) => isText(v) || (Array.isArray(v) && v.length > 0 && v.every(isSides)),
  boxOrder: isOneOf('xyxy', 'yxyx'),
  scoreThreshold: isShare,
  overlapThreshold: isShare,
};
const isOneOrMore =
  (check: Check): Check =>
  (v) =>
    check(v) || (Array.isArray(v) && v.length > 0 && v.every(check));
const isNumber: Check = (v) => typeof v === 'number' && Number.isFinite(v);
const isObject = (v: unknown): v is object => typeof v === 'object' && v !== null && !Array.isArray(v);
const isDetection: Check = (v) =>
  isObject(v) && Object.entries(v).every(([name, value]) => DETECTION[name as keyof DetectionRecipe]?.(value) ?? false);

const isBesideImage: Check = (v) => isObject(v) && hasOnly(v, { beside: isText });
const isOfTable: Check = (v) =>
  isObject(v) && hasOnly(v, { table: isText, columns: (list) => isTexts(list) && (list as string[]).length > 0 });
const hasOnly = (v: object, checks: Readonly<Record<string, Check>>): boolean =>
  Object.keys(v).every((name) => name in checks) &&
  Object.entries(checks).every(([name, check]) => check((v as Record<string, unknown>)[name]));
const isStated: Check = (v) => [isText, isNumber, isNumbers(), isBesideImage, isOfTable].some((check) => check(v));

/** What each field of the sidecar must be, in words for the error. */
const FIELDS: Readonly<Record<keyof Recipe, FieldRule>> = {
  preset: [isOneOf('imagenet', 'caffe', 'tensorflow', 'unit', 'raw'), 'imagenet, caffe, tensorflow, unit or raw'],
  color: [isOneOf('rgb', 'bgr', 'gray'), 'rgb, bgr or gray'],
  layout: [isOneOf('nchw', 'nhwc'), 'nchw or nhwc'],
  size: [
    (v) => isNumbers(2)(v) && (v as number[]).every(isLength),
    `[height, width] in pixels, at most ${MOST_PIXELS}`,
  ],
  fit: [isOneOf('fill', 'cover', 'contain', 'corner'), 'fill, cover, contain or corner'],
  pad: [
    (v) => typeof v === 'number' && v >= 0 && v <= 255,
    'the grey of the bars that contain and corner leave, from 0 to 255',
  ],
  kernel: [isOneOf('nearest', 'linear', 'cubic'), 'nearest, linear or cubic'],
  resizeShorter: [isLength, `a length in pixels, at most ${MOST_PIXELS}`],
  range: [
    (v) => isNumbers(2)(v) && (v as number[])[0] !== (v as number[])[1],
    '[value of black, value of white], two numbers that differ',
  ],
  white: [(v) => typeof v === 'number' && v > 0 && Number.isFinite(v), 'the value of white in image files'],
  black: [isNumber, 'the value of black in DICOM files and volumes'],
  mean: [isNumbers(), 'a list of numbers, one per channel'],
  std: [(v) => isNumbers()(v) && (v as number[]).every((x) => x > 0), 'a list of positive numbers, one per channel'],
  composite: [
    (v) => isNumbers(3)(v) && (v as number[]).every((band) => Number.isInteger(band) && band >= 1),
    '[red, green, blue], numbers of bands, the first is 1',
  ],
  labels: [(v) => isText(v) || isTexts(v), 'a list of names, or the name of a file that holds them'],
  output: [isText, 'the name of a tensor'],
  outputKind: [isOneOf('logits', 'probabilities', 'values'), 'logits, probabilities or values'],
  task: [isOneOf(...taskIds), `one of ${taskIds.join(', ')}`],
  units: [isOneOrMore(isText), 'a unit, or a list of units, one per output'],
  thresholds: [
    (v) => isOneOrMore(isShare)(v) || (isObject(v) && Object.values(v).every(isShare)),
    'a probability, a list of them, one per label, or an object from labels to them',
  ],
  inputs: [
    (v) => isObject(v) && Object.values(v).every(isStated),
    'an object from the names of inputs to a number, a list of numbers, the name of a .npy file, ' +
      '{"beside": "{name}.png"} or {"table": "facts.csv", "columns": ["age"]}',
  ],
  detection: [isDetection, `an object of ${Object.keys(DETECTION).join(', ')}; thresholds lie between 0 and 1`],
  layers: [(v) => isObject(v) && Object.values(v).every(isText), 'an object from tensor names to nicknames'],
};

const NEXT = 'Correct the sidecar; the model editor offers a form for it';

/**
 * Reads a model's sidecar; an absent one is an empty recipe. It may be a link, but one that stays with the model or in
 * the workspace. @throws LensError naming the field that is wrong or unknown
 */
export function readSidecar(model: string): Recipe {
  const path = sidecarPath(model);
  if (!lstatSync(path, { throwIfNoEntry: false })) return {};
  const place = placeInside([dirname(path), dirname(realPlace(model))], resolve(path), SIDECAR.name, path);
  return readFields(place, SIDECAR, FIELDS, NEXT);
}

/** A recipe whose fields are known and right. @throws LensError naming the field that is wrong */
export function checkedRecipe(value: Record<string, unknown>, where: string): Recipe {
  return checkedFields(value, FIELDS, { name: SIDECAR.name, where, next: NEXT });
}
