import type { TrainingProgress, TrainingResult } from '../protocol/training';

/** How far a training is, in a line. */
export function progressText(told: TrainingProgress): string {
  const { network, fold, folds, epoch, epochs, share: done, imagesPerSecond, secondsLeft, accuracy, loss } = told;
  const parts = [
    `${(100 * done).toFixed(0)} %  ${network}, fold ${fold} of ${folds}, epoch ${epoch} of ${epochs}`,
    ...(accuracy === undefined ? [] : [`validation ${(100 * accuracy).toFixed(2)} %, loss ${loss!.toPrecision(3)}`]),
    `${imagesPerSecond.toPrecision(3)} inputs/s`,
    ...(secondsLeft === null ? [] : [`${Math.round(secondsLeft)} s left`]),
  ];
  return parts.join('  ');
}

/** What a training came to. */
export function textOf({ networks, description, leftOut, curve }: TrainingResult, out: string): string {
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  const lines = networks.map(({ network, folds, mean, deviation }) => {
    const column = 'Accuracy (validation)';
    const test = 'Accuracy (test)';
    const own = `${network}: accuracy ${percent(mean[column])}${folds.length > 1 ? ` ± ${percent(deviation[column])}` : ''}`;
    return test in mean ? `${own}, on the inputs to test with ${percent(mean[test])}` : own;
  });
  const answers = curve?.crossings.map(({ text }) => text) ?? [];
  const missing = leftOut.length > 0 ? [`${leftOut.length} files left out`] : [];
  return [description, ...missing, ...lines, ...answers, `written to ${out}`].join('\n');
}
