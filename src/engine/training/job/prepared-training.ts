import type { TrainingRequest } from '../../../protocol/training';
import type { FoldResult } from '../../../protocol/training-result';
import type { Parts } from '../data/parts';
import type { ChosenAugmentation } from '../run/batches';
import type { Series } from './network-training';
import type { TrainingOptions } from './options';
import { checkKinds, plannedAugmentations } from './plan';
import { plannedNetworks, type PlannedNetwork } from './planned-network';
import { Readings } from './readings';
import { seriesOf } from './series';
import { splitsOf, type Splits } from './splits';

/** One network learning from one fold of one size. */
export interface PlannedRun {
  readonly network: PlannedNetwork;
  readonly series: Series;
  readonly index: number;
}

export interface TrainingPlan {
  readonly networks: readonly PlannedNetwork[];
  readonly augmentations: readonly ChosenAugmentation[];
}

/** Everything that is settled before the first update. */
export interface PreparedTraining extends TrainingPlan {
  readonly request: TrainingRequest;
  readonly readings: Readings;
  /** What the first network learns from; the others learn from the same inputs. */
  readonly parts: Parts;
  readonly splits: Splits;
  /** Of each network, by size. */
  readonly series: readonly (readonly Series[])[];
  /** Network by network, size by size, fold by fold. */
  readonly runs: readonly PlannedRun[];
}

/** What is trained, before anything is read or written. @throws LensError for what there is not */
export const planTraining = async (request: TrainingRequest): Promise<TrainingPlan> => ({
  networks: await plannedNetworks(request),
  augmentations: plannedAugmentations(request.augmentations),
});

/** Reads the folder and settles what is learned from what. @throws LensError */
export async function prepareTraining(
  request: TrainingRequest,
  { networks, augmentations }: TrainingPlan,
  options: TrainingOptions,
): Promise<PreparedTraining> {
  const readings = new Readings(request, options);
  const parts = await readings.of(networks[0]);
  checkKinds(parts.learning, networks, augmentations);
  const splits = splitsOf(parts, request);
  const series = networks.map(({ name }) => seriesOf(name, parts.learning, splits, request.sizes ?? []));
  const runs = networks.flatMap((network, n) =>
    series[n].flatMap((one) => one.splits.map((_, index) => ({ network, series: one, index }))),
  );
  return { request, networks, augmentations, readings, parts, splits, series, runs };
}

/** The results of all runs by network and size. @param results in the order of the runs */
export function bySize({ series, splits }: PreparedTraining, results: readonly FoldResult[]): FoldResult[][][] {
  const folds = splits.splits.length;
  let from = 0;
  return series.map((sizes) => sizes.map(() => results.slice(from, (from += folds))));
}
