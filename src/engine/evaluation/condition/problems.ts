import { join, resolve } from 'node:path';
import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Verdict } from './condition';

/**
 * What is wrong, a line each as compilers write it (`FILE: error: what`): conditions that failed, at the report, and
 * inputs that a model got wrong or was worst at, at the input.
 */
export function problemLines(summary: EvaluationSummary, verdicts: readonly Verdict[], out: string): string[] {
  const report = join(resolve(out), 'report.md');
  const placeOf = (name: string): string => join(resolve(summary.folder), name);
  const failed = verdicts.filter((verdict) => verdict.failed).map(({ told }) => `${report}: error: ${told}`);
  const wrong = summary.misclassified.map(
    ({ model, name, label, predicted, probability }) =>
      `${placeOf(name)}: warning: ${summary.models[model].name} says ${predicted} (${(100 * probability).toFixed(1)} %), its label is ${label}`,
  );
  const worst = summary.models.flatMap(({ name: model, judgement }) =>
    (judgement?.worst.images ?? []).map(
      ({ name, value, remark }) =>
        `${placeOf(name)}: info: ${model} is bad at it, ${judgement!.worst.measure} ${value.toPrecision(3)}${remark ? `: ${remark}` : ''}`,
    ),
  );
  return [...failed, ...wrong, ...worst];
}
