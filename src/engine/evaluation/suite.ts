import { dirname, resolve } from 'node:path';
import { explainedClasses, whichBoxes, type EvaluationRequest } from '../../protocol/evaluation';
import type { MetricRequest } from '../../protocol/metric';
import type { MethodRequest } from '../../protocol/method';
import { readFields, type FieldRules } from '../file/fields';
import { SUITE } from '../file/kind';
import { placeInside } from '../file/workspace';
import { methodFromText, metricsFromText } from './notation';

type Check = (value: unknown) => boolean;
const isText: Check = (v) => typeof v === 'string';
const isWhole: Check = (v) => Number.isInteger(v) && (v as number) >= 0;
const isShare: Check = (v) => typeof v === 'number' && v >= 0 && v <= 1;
const isTexts: Check = (v) => Array.isArray(v) && v.every(isText);
const isObject: Check = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
const isListOf =
  (id: string): Check =>
  (v) =>
    Array.isArray(v) &&
    v.every((one) => isText(one) || (isObject(one) && isText((one as Record<string, unknown>)[id])));

/** What each field of a suite file must be, in words for the error. */
const FIELDS: FieldRules = {
  folder: [isText, 'a folder'],
  models: [isTexts, 'a list of model files'],
  methods: [isListOf('method'), 'a list of ids, or of {method, params, layer, seed}'],
  metrics: [isListOf('metric'), 'a list of ids or sets, or of {metric, params}'],
  out: [isText, 'a folder'],
  seed: [isWhole, 'a whole number'],
  target: [(v) => explainedClasses.some((id) => id === v), `one of ${explainedClasses.join(', ')}`],
  boxes: [isWhole, 'a whole number'],
  whichBoxes: [(v) => whichBoxes.some((id) => id === v), `one of ${whichBoxes.join(', ')}`],
  scoreThreshold: [isShare, 'a number from 0 to 1'],
  overlapThreshold: [isShare, 'a number from 0 to 1'],
  limit: [isWhole, 'a whole number'],
  labelling: [isText, 'the id of a labelling, perhaps with where to look'],
  pairs: [isTexts, 'a list of comparisons'],
};

/**
 * Reads a suite file, `*.lens-suite.json`; its paths are relative to itself.
 * @throws LensError naming the field that is wrong
 */
export function readSuite(path: string): Partial<EvaluationRequest> {
  const suite = readFields(path, SUITE, FIELDS, 'Correct the suite file');
  const fromHere = (name: unknown): string => resolve(dirname(path), name as string);
  const located = {
    ...suite,
    ...(suite.folder === undefined ? {} : { folder: fromHere(suite.folder) }),
    ...(suite.out === undefined ? {} : { out: placeInside(dirname(path), suite.out as string, '"out"', path) }),
    ...(suite.models === undefined ? {} : { models: (suite.models as string[]).map(fromHere) }),
    ...(suite.methods === undefined
      ? {}
      : {
          methods: (suite.methods as (string | MethodRequest)[]).map((m) =>
            typeof m === 'string' ? methodFromText(m) : { ...m, params: m.params ?? {} },
          ),
        }),
    ...(suite.metrics === undefined
      ? {}
      : {
          metrics: (suite.metrics as (string | MetricRequest)[]).flatMap((m) =>
            typeof m === 'string' ? metricsFromText(m) : [{ ...m, params: m.params ?? {} }],
          ),
        }),
  };
  return located;
}
