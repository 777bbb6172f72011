import type { TrainingRequest, TrainingResult } from '../../../protocol/training';
import { lockFolderSoon } from '../../file/folder-lock';
import type { TrainingOptions } from './options';
import { planTraining, prepareTraining } from './prepared-training';
import { trainRuns } from './trained-runs';
import { writeContactSheet, writeTraining } from './written-training';

/**
 * Trains networks on a labelled folder, fold by fold, and writes models, tables and a report. Begun again after a stop,
 * it goes on after the last finished epoch, and comes to the same bytes.
 * @throws LensError
 */
export async function runTraining(request: TrainingRequest, options: TrainingOptions): Promise<TrainingResult> {
  const plan = await planTraining(request);
  const release = await lockFolderSoon(request.out);
  try {
    const prepared = await prepareTraining(request, plan, options);
    await writeContactSheet(prepared);
    return writeTraining(prepared, await trainRuns(prepared, prepared.runs, request.out, options));
  } finally {
    release();
  }
}
