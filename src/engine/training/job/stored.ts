import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredTraining, TrainingResult } from '../../../protocol/training';
import { LensError } from '../../../protocol/error';
import { readJson } from '../../file/json';
import { RESULTS } from '../../file/kind';
import { placed } from './network-place';

/** The file in which a training keeps everything it came to. */
export const RESULT_FILE = 'training.json';

/** Results of a training; null where there are none. @throws LensError for a file that holds something else */
export function readTraining(out: string): StoredTraining | null {
  const path = join(out, RESULT_FILE);
  const finished = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (finished === undefined) return null;
  const result = readJson(path, RESULTS);
  if (isResult(result)) {
    const networks = result.request.networks.map((text) => placed(text, out));
    return { result: { ...result, request: { ...result.request, networks } }, finished };
  }
  throw new LensError({
    code: 'invalid-argument',
    what: 'the results of the training cannot be read',
    where: path,
    next: 'Train again, or choose another folder for the results',
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isList = (value: unknown): value is readonly Record<string, unknown>[] =>
  Array.isArray(value) && value.every(isObject);
const isMeasures = (value: unknown): boolean =>
  isObject(value) &&
  ['f1', 'accuracy', 'loss'].every((name) => typeof value[name] === 'number' || value[name] === null);

function isFold(fold: Record<string, unknown>): boolean {
  const { wrong, confusion, history } = fold;
  return (
    typeof fold.fold === 'number' &&
    typeof fold.model === 'string' &&
    [fold.validation, fold.training].every(isMeasures) &&
    (fold.test === null || isMeasures(fold.test)) &&
    isObject(confusion) &&
    isObject(wrong) &&
    [wrong.validation, wrong.test].every(isList) &&
    isList(history) &&
    history.every((epoch) => isMeasures(epoch.training) && isMeasures(epoch.validation))
  );
}

/** Everything that whoever shows results reads without looking. */
function isResult(value: unknown): value is TrainingResult {
  if (!isObject(value) || !isObject(value.request) || !isObject(value.counts)) return false;
  const lists = isList(value.leftOut) && isList(value.networks) && Array.isArray(value.classes);
  if (!lists || !Array.isArray(value.request.networks) || !Array.isArray(value.request.augmentations)) return false;
  return (value.networks as Record<string, unknown>[]).every(
    ({ network, folds, mean, deviation }) =>
      typeof network === 'string' && isList(folds) && folds.every(isFold) && isObject(mean) && isObject(deviation),
  );
}
