import type { EvaluationProgress } from '../protocol/evaluation-progress';
import type { EvaluationSummary } from '../protocol/evaluation-summary';
import { withUnit } from '../protocol/value-difference';

/** A line while it runs. */
export function progressText({ done, total, rate, secondsLeft, image }: EvaluationProgress): string {
  const left = secondsLeft === null ? '' : `  ${rate.toPrecision(2)} inputs/s  ${durationText(secondsLeft)} left`;
  return `${done} of ${total}${left}  ${image}`;
}

function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** What is printed when it has ended. */
export function textOf(
  { images, skipped, labelling, models, methods, columns, cells }: EvaluationSummary,
  out: string,
): string {
  const accuracy = models.flatMap(({ name, classification }) =>
    classification ? [`${name}: accuracy ${((classification.accuracy.mean ?? 0) * 100).toFixed(2)} %`] : [],
  );
  const measures = models.flatMap(({ name, judgement }) =>
    (judgement?.measures ?? []).map(
      ({ label, value, unit }) => `${name}: ${withUnit(label, unit)} ${value?.toPrecision(4) ?? 'not defined'}`,
    ),
  );
  const best = cells
    .filter((cell) => cell.best)
    .map(
      ({ model, method, column, mean }) =>
        `${models[model].name}: best ${columns[column].label} ${methods[method].name} (${(mean ?? NaN).toPrecision(4)})`,
    );
  const warnings = new Set(models.flatMap((model) => model.warnings));
  return [
    `${images} inputs evaluated, ${skipped} left out`,
    labelling.description,
    ...[...warnings].map((warning) => `warning: ${warning}`),
    ...accuracy,
    ...measures,
    ...best,
    `written to ${out}`,
  ].join('\n');
}
