import type { EngineCalls } from '../../protocol/engine';
import type { TrainingCalls } from '../../protocol/training';
import { FolderTurns } from '../file/folder-turns';
import { inspectTraining } from './data/inspection';
import { estimateTraining, type EstimateOptions } from './job/estimate';
import { previewSheet } from './job/preview';
import { trainingRegistries } from './job/registries';
import { readTraining } from './job/stored';
import { runTraining } from './job/training';

type TrainingAnswers = {
  readonly [N in keyof TrainingCalls]: (
    args: TrainingCalls[N]['arguments'],
    emit: (event: EngineCalls[N]['event']) => void,
    options: EstimateOptions,
  ) => Promise<EngineCalls[N]['answer']>;
};

/** Answers of the calls about trainings. */
export function trainingAnswers(): TrainingAnswers {
  const turns = new FolderTurns();
  return {
    'training.registries': async () => trainingRegistries(),
    'training.inspect': (request) => inspectTraining(request),
    'training.sheet': (request) => previewSheet(request),
    'training.estimate': (request, _, options) => estimateTraining(request, options),
    'training.run': async (request, tell, options) => {
      await turns.run(request.out, () => runTraining(request, { ...options, tell }));
      return null;
    },
    'training.results': async ({ out }) => readTraining(out),
  };
}
