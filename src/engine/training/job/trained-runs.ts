import type { FoldResult } from '../../../protocol/training-result';
import { epochsFor, NetworkTraining, type TrainingContext } from './network-training';
import type { TrainingOptions } from './options';
import { Pace } from './pace';
import { guessedOf, type PlannedNetwork } from './planned-network';
import type { PlannedRun, PreparedTraining } from './prepared-training';

/** Trains runs one after the other into a folder; those that are finished there are read. */
export async function trainRuns(
  prepared: PreparedTraining,
  runs: readonly PlannedRun[],
  out: string,
  options: TrainingOptions,
): Promise<FoldResult[]> {
  const { request, networks, augmentations, readings, parts, splits, series } = prepared;
  const pace = new Pace(epochsOf(prepared, runs), (told) => options.tell?.({ kind: 'progress', ...told }));
  options.tell?.({
    kind: 'started',
    networks: series.flat().map(({ name }) => name),
    folds: splits.splits.length,
    epochs: request.epochs,
    counts: { learning: parts.learning.labels.length, test: parts.test?.labels.length ?? 0 },
    description: splits.description,
    guesses: networks.flatMap((one) => (guessedOf(one) ? [{ network: one.name, guessed: guessedOf(one) }] : [])),
  });
  const results: FoldResult[] = [];
  let training: { readonly of: PlannedNetwork; readonly folds: NetworkTraining } | undefined;
  for (const { network, series: one, index } of runs) {
    if (training?.of !== network) {
      const own = await readings.of(network);
      const context: TrainingContext = { request, out, options, parts: own, splits, augmentations, pace };
      training = { of: network, folds: new NetworkTraining(context, network) };
    }
    results.push(await training.folds.run(one, index));
  }
  return results;
}

/** Epochs of some runs together, unless they stop early. */
export const epochsOf = ({ request }: PreparedTraining, runs: readonly PlannedRun[]): number =>
  runs.reduce((sum, { series, index }) => sum + epochsFor(series.splits[index].training.length, request), 0);
