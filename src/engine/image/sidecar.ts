import { readFileSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';

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
const isTexts: Check = (v) => Array.isArray(v) && v.every(isText);

/** What each field of the sidecar must be, in words for the error. */
const FIELDS: Readonly<Record<keyof Recipe, readonly [Check, string]>> = {
  preset: [isOneOf('imagenet', 'caffe', 'tensorflow', 'unit', 'raw'), 'imagenet, caffe, tensorflow, unit or raw'],
  color: [isOneOf('rgb', 'bgr', 'gray'), 'rgb, bgr or gray'],
  layout: [isOneOf('nchw', 'nhwc'), 'nchw or nhwc'],
  size: [
    (v) => isNumbers(2)(v) && (v as number[]).every((x) => Number.isInteger(x) && x > 0 && x <= 8192),
    '[height, width] in pixels',
  ],
  fit: [isOneOf('fill', 'cover', 'contain'), 'fill, cover or contain'],
  kernel: [isOneOf('nearest', 'linear', 'cubic'), 'nearest, linear or cubic'],
  resizeShorter: [(v) => Number.isInteger(v) && (v as number) > 0, 'a length in pixels'],
  range: [isNumbers(2), '[value of black, value of white]'],
  mean: [isNumbers(), 'a list of numbers, one per channel'],
  std: [(v) => isNumbers()(v) && (v as number[]).every((x) => x > 0), 'a list of positive numbers, one per channel'],
  labels: [(v) => isText(v) || isTexts(v), 'a list of names, or the name of a file with one per line'],
  output: [isText, 'the name of a tensor'],
  outputKind: [isOneOf('logits', 'probabilities'), 'logits or probabilities'],
  layers: [
    (v) => typeof v === 'object' && v !== null && Object.values(v).every(isText),
    'an object from tensor names to nicknames',
  ],
};

/** Reads a model's sidecar; an absent one is an empty recipe. @throws LensError naming the field that is wrong */
export function readSidecar(model: string): Recipe {
  const path = sidecarPath(model);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(path, `it is no JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(path, 'it must be a JSON object');
  return checkedRecipe(value as Record<string, unknown>, path);
}

/** A recipe whose fields have the right types. @throws LensError naming the field that is wrong */
export function checkedRecipe(value: Record<string, unknown>, where: string): Recipe {
  for (const [name, [check, wanted]] of Object.entries(FIELDS)) {
    if (value[name] !== undefined && !check(value[name])) throw invalid(where, `"${name}" must be ${wanted}`);
  }
  return value as Recipe;
}

function invalid(where: string, what: string): LensError {
  return new LensError({
    code: 'invalid-argument',
    what,
    where,
    next: 'Correct the sidecar; the model editor offers a form for it',
  });
}
