import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { modelOf, type EvaluationApp } from './app';
import { isOfClasses, truthOf, type Listed } from './selection';

/** What is said of an input below its image. */
interface TileText {
  readonly wrong: boolean;
  readonly lines: readonly string[];
  /** On hover, line by line, below its name. */
  readonly told: readonly string[];
  /** To screen readers, behind its name. */
  readonly spoken: string;
}

/** @param n the input */
export function tileText(app: EvaluationApp, listed: Listed, n: number): TileText {
  const { columns } = listed;
  if (!isOfClasses(columns)) return numbersText(app, listed, n);
  const { text, truth, predicted, wrong } = truthOf(columns, n);
  const whole = columns.classes[columns.predicted[n]] ?? '';
  const sure = percent(columns.probability[n]);
  const told = [`${whole} ${sure}`, wrong ? t('true: {0}', columns.classes[columns.label[n]]) : ''];
  return { wrong, lines: [predicted, sure, wrong ? t('true: {0}', truth) : ''], told, spoken: text };
}

/** What the input is judged by, and what is most wrong with it. */
function numbersText(app: EvaluationApp, { columns: { names }, metrics: [judged] }: Listed, n: number): TileText {
  const value = judged.values[n];
  const first = `${judged.title} ${Number.isNaN(value) ? '—' : (judged.text ?? figure)(value)}`;
  const remark = modelOf(app)?.judgement?.worst.images.find(({ name }) => name === names[n])?.remark ?? '';
  return {
    wrong: false,
    lines: [first, remark],
    told: [first, remark],
    spoken: [first, remark].filter(Boolean).join(', '),
  };
}
