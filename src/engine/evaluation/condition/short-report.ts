import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Report, Section } from '../../report/table';
import type { Verdict } from './condition';
import { measuresOf } from './figures';

/** Wrong inputs named. */
const MOST_WRONG = 10;

/**
 * What a pull request needs to know of an evaluation: whether it failed, how good the models are and were, and what
 * they get wrong.
 * @param baseline an earlier evaluation
 */
export function shortReport(
  summary: EvaluationSummary,
  verdicts: readonly Verdict[],
  baseline: EvaluationSummary | null,
): Report {
  const failed = verdicts.filter((one) => one.failed).length;
  const outcome =
    verdicts.length === 0 ? '' : failed === 0 ? ': passed' : `: ${failed} of ${verdicts.length} conditions failed`;
  return {
    title: `Saliency Lens${outcome}`,
    sections: [conditions(verdicts), models(summary, baseline), methods(summary), wrong(summary)].filter(
      (section) => section !== null,
    ),
  };
}

function conditions(verdicts: readonly Verdict[]): Section | null {
  if (verdicts.length === 0) return null;
  return {
    title: 'Conditions',
    tables: [
      {
        caption: 'The evaluation fails if',
        columns: [
          { label: 'Condition', text: true },
          { label: 'Figure', text: true },
          { label: 'Value' },
          { label: 'Baseline' },
          { label: 'Verdict', text: true },
        ],
        rows: verdicts.map(({ condition, figure, value, baseline, failed, skipped }) => [
          condition,
          figure,
          value,
          baseline,
          failed ? '❌ failed' : skipped ? '➖ not in the baseline' : '✅ passed',
        ]),
      },
    ],
  };
}

function models(summary: EvaluationSummary, baseline: EvaluationSummary | null): Section {
  const rows = summary.models.flatMap((model) => {
    const before = baseline?.models.find(({ name }) => name === model.name);
    const earlier = new Map((before ? measuresOf(before) : []).map(({ id, value }) => [id, value]));
    return measuresOf(model).map(({ id, label, value }) => [model.name, label, value, earlier.get(id) ?? null]);
  });
  return {
    title: 'Models',
    paragraphs: [`${summary.images} inputs were evaluated, ${summary.skipped} entries left out.`],
    tables: [
      {
        caption: 'How good they are',
        columns: [
          { label: 'Model', text: true },
          { label: 'Measure', text: true },
          { label: 'Value' },
          { label: 'Baseline' },
        ],
        rows,
      },
    ],
  };
}

function methods({ models: all, methods: list, columns, cells }: EvaluationSummary): Section | null {
  const whole = columns.flatMap((column, place) => (column.part === null ? [{ ...column, place }] : []));
  if (list.length === 0 || whole.length === 0) return null;
  const cell = (model: number, method: number, column: number) =>
    cells.find((one) => one.model === model && one.method === method && one.column === column) ?? null;
  return {
    title: 'Methods',
    tables: [
      {
        caption: 'Means with 95 % intervals; the best of each model is bold',
        columns: [
          { label: 'Model', text: true },
          { label: 'Method', text: true },
          ...whole.map(({ label, unit }) => ({ label: unit === null ? label : `${label} [${unit}]` })),
        ],
        rows: all.flatMap(({ name }, m) =>
          list.map((method, k) => [name, method.name, ...whole.map(({ place }) => cell(m, k, place))]),
        ),
      },
    ],
  };
}

function wrong({ models: all, misclassified }: EvaluationSummary): Section | null {
  if (misclassified.length === 0) return null;
  return {
    title: 'Wrong inputs',
    tables: [
      {
        caption: `The first ${Math.min(MOST_WRONG, misclassified.length)}; all are in images.csv`,
        columns: [
          { label: 'Model', text: true },
          { label: 'Input', text: true },
          { label: 'Label', text: true },
          { label: 'Predicted', text: true },
          { label: 'Probability' },
        ],
        rows: misclassified
          .slice(0, MOST_WRONG)
          .map(({ model, name, label, predicted, probability }) => [
            all[model].name,
            name,
            label,
            predicted,
            probability,
          ]),
      },
    ],
  };
}
