import type { TrainingEntry, TrainingRegistries } from '../../../protocol/training-registries';
import { AUGMENTATIONS } from '../augmentation';
import { NETWORKS } from '../networks';
import { OPTIMISERS } from '../optimiser';
import { SCHEDULES } from '../schedule';
import { params as modelParams } from '../workspace/modes';
import { OF_THE_RUN } from './plan';

const entry = ({ id, label, params }: TrainingEntry): TrainingEntry => ({ id, label, params });

const followsFromRun = (name: string): boolean => (OF_THE_RUN as readonly string[]).includes(name);

/** What there is to choose from for a training, without the code. */
export const trainingRegistries = (): TrainingRegistries => ({
  networks: NETWORKS.map((kind) => ({ ...entry(kind), description: kind.description, of: kind.of })),
  modelParams,
  augmentations: AUGMENTATIONS.map((one) => ({ ...entry(one), of: one.of })),
  optimisers: OPTIMISERS.map(entry),
  schedules: SCHEDULES.map(({ params, ...schedule }) =>
    entry({ ...schedule, params: params.filter(({ name }) => !followsFromRun(name)) }),
  ),
});
