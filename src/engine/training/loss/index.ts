import { entryOf } from '../../parameter/entries';
import { binaryCrossEntropy } from './binary-cross-entropy';
import { boxesAtPlaces } from './boxes-at-places';
import { crossEntropy } from './cross-entropy';
import type { Loss } from './loss';
import { meanSquaredError } from './mean-squared-error';
import { negativeLogLikelihood } from './negative-log-likelihood';
import { softCrossEntropy } from './soft-cross-entropy';

/** Every loss. To add one: its file, and a line here. */
const losses: readonly Loss[] = Object.freeze([
  crossEntropy,
  negativeLogLikelihood,
  softCrossEntropy,
  binaryCrossEntropy,
  meanSquaredError,
  boxesAtPlaces,
]);

/** @throws LensError for a loss there is not */
export const lossNamed = (id: string): Loss => entryOf(losses, id, 'loss');
