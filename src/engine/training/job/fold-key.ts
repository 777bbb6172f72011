import { createHash } from 'node:crypto';
import type { TrainingRequest } from '../../../protocol/training';
import type { Parts } from '../data/parts';
import type { PlannedNetwork } from './planned-network';
import type { Split, Splits } from './splits';

interface FoldFacts {
  readonly request: TrainingRequest;
  readonly parts: Parts;
  readonly splits: Splits;
}

/** Of what a fold keeps: files of an older one are none of this. */
const FORMAT = 3;

/** Everything a fold depends on. */
export function keyOfFold(
  { request, parts, splits }: FoldFacts,
  { text, from }: PlannedNetwork,
  { training, validation, seed, fold }: Split,
): string {
  const { epochs, batch, leastUpdates, optimiser, schedule, augmentations, balanced, labelSmoothing, clip } = request;
  const how = { epochs, batch, leastUpdates, optimiser, schedule, augmentations, balanced, labelSmoothing, clip };
  const data = [parts.learning.hash, parts.test?.hash ?? null];
  const facts = [FORMAT, how, request.patience, splits.keep, text, ...(from ? [from.hash] : []), seed, fold, data];
  const hash = createHash('sha256').update(JSON.stringify(facts)).update(training).update(validation);
  return hash.digest('hex').slice(0, 32);
}
