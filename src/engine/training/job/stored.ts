import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredTraining, TrainingResult } from '../../../protocol/training';
import { LensError } from '../../../protocol/error';
import { readJson } from '../../file/json';
import { RESULTS } from '../../file/kind';
import { placed } from './network-place';
import { resultShape } from './result-shape';

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

const isResult = (value: unknown): value is TrainingResult => resultShape.safeParse(value).success;
