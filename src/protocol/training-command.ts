import type { TrainingRequest } from './training';

/** The words of the command that trains the same without VS Code, with every choice written out. */
export function trainingWords(request: TrainingRequest): string[] {
  const { folder, networks, folds, leaveOneOut, heldOut, repeats, sizes = [], leastUpdates, out } = request;
  const { epochs, batch, seed, optimiser, schedule, augmentations, balanced, labelSmoothing, clip, patience } = request;
  const { size, color, labelling } = request;
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined || value === '' ? [] : [`--${name}`, String(value)];
  return [
    ...['saliency-lens', 'train', folder],
    ...networks.flatMap((network) => option('network', network)),
    ...option('folds', leaveOneOut ? 'leave-one-out' : folds),
    ...option('hold-out', heldOut),
    ...option('repeats', repeats),
    ...option('sizes', sizes.join()),
    // On the command line a curve of sizes has more by itself.
    ...option('least-updates', leastUpdates ?? 0),
    ...option('epochs', epochs),
    ...option('batch', batch),
    ...option('seed', seed),
    ...option('optimiser', optimiser),
    ...option('schedule', schedule),
    ...option('augment', augmentations.join()),
    ...(balanced ? ['--balanced'] : []),
    ...option('label-smoothing', labelSmoothing),
    ...option('clip', clip),
    ...option('patience', patience),
    ...option('size', size?.join('x')),
    ...(color === 'gray' ? ['--gray'] : []),
    ...option('labelling', labelling),
    ...option('out', out),
  ];
}
