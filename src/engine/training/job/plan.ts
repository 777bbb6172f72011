import { entryOf } from '../../parameter/entries';
import { entryFromText } from '../../parameter/notation';
import { completed } from '../../parameter/values';
import type { Schema } from '../../parameter/schema';
import { LensError } from '../../../protocol/error';
import type { TrainingRequest } from '../../../protocol/training';
import { AUGMENTATIONS } from '../augmentation';
import type { Examples } from '../data/examples';
import { optimiserNamed } from '../optimiser';
import type { ChosenAugmentation } from '../run/batches';
import { scheduleNamed } from '../schedule';
import type { StepOptions } from '../step';
import type { PlannedNetwork } from './planned-network';

/** @throws LensError where a network, or an augmentation, is not made for these inputs */
export function checkKinds(
  { kind, dims }: Examples,
  networks: readonly PlannedNetwork[],
  augmentations: readonly ChosenAugmentation[],
): void {
  const isImage = kind === 'images' || dims.length === 3;
  const own = isImage ? 'images' : 'signals';
  const wrong =
    networks.find(({ of }) => of !== 'any' && of !== own)?.name ??
    augmentations.find(({ augmentation }) => augmentation.of === 'images' && !isImage)?.augmentation.id;
  if (wrong === undefined && dims.length <= 3) return;
  throw new LensError({
    code: 'invalid-argument',
    what:
      wrong === undefined ? `inputs of [${dims.join(', ')}] cannot be learned from` : `${wrong} is not made for ${own}`,
    next: wrong === undefined ? 'Choose images, or arrays [channels, length]' : 'Leave it out, or choose another',
  });
}

export const plannedAugmentations = (texts: readonly string[]): ChosenAugmentation[] =>
  texts.map((text) => {
    const { entry, given } = entryFromText(text, (id) => entryOf(AUGMENTATIONS, id, 'augmentation'));
    return { augmentation: entry, params: completed<Schema>(entry.params, given) };
  });

/** Values of schedules that follow from the length of the run and from the optimiser, unless they are given. */
export const OF_THE_RUN = ['totalSteps', 'period', 'maximum'] as const;

/** How a network learns. @param updates in all, over which a schedule runs unless it says otherwise */
export function stepOptions(
  request: TrainingRequest,
  { labels, classes }: Examples,
  updates: number,
): Omit<StepOptions, 'parameters' | 'mode'> {
  const optimiser = entryFromText(request.optimiser, optimiserNamed);
  const schedule = entryFromText(request.schedule, scheduleNamed);
  const { learningRate } = completed<Schema>(optimiser.entry.params, optimiser.given);
  const usual: Readonly<Record<(typeof OF_THE_RUN)[number], unknown>> = {
    totalSteps: updates,
    period: updates,
    maximum: learningRate,
  };
  const known = Object.entries(usual).filter(([name]) => schedule.entry.params.some((p) => p.name === name));
  return {
    loss: {
      id: 'cross-entropy',
      params: {
        labelSmoothing: request.labelSmoothing,
        ...(request.balanced && { classWeights: balancedWeights(labels, classes.length) }),
      },
    },
    optimiser: { id: optimiser.entry.id, params: optimiser.given },
    schedule: { id: schedule.entry.id, params: { ...Object.fromEntries(known), ...schedule.given } },
    clipNorm: request.clip > 0 ? request.clip : null,
  };
}

/** samples / (classes · samples of the class); a class without any has no weight. */
function balancedWeights(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}
