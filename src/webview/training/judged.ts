import type { FoldResult, NetworkSummary } from '../../protocol/training-result';
import { confusion } from '../confusion/confusion';
import type { Confused } from '../confusion/counted-matrix';
import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { foldOf, partOf, summaryOf, type JudgedPart, type TrainingApp } from './app';
import { wrongInputs } from './wrong-inputs';

/** What the network takes for what: measures, the confusion matrix, and the wrong inputs, of validation or test. */
export function judged(app: TrainingApp): Component {
  const choice = element('div', { class: 'judged-choice' });
  const line = element('dl', { class: 'measures' });
  const confused = memo(
    (summary: NetworkSummary, part: JudgedPart, fold: number | null, names: readonly string[]): Confused => ({
      names,
      counts: countsOf(summary, part, fold, names.length),
    }),
  );
  const matrix = confusion({
    confused() {
      const summary = summaryOf(app);
      const { results } = app.document;
      return summary && results ? confused(summary, partOf(app), foldOf(app), results.result.classes) : null;
    },
    chosen: () => app.view.cell,
    choose: (cell) => app.setView({ cell }),
    post: app.post,
  });
  const wrong = wrongInputs(app);
  const node = element(
    'section',
    { class: 'judged', 'aria-label': t('Answers') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Answers')), choice),
    line,
    element('div', { class: 'beside' }, matrix.element, wrong.element),
  );
  const draw = memo((summary: NetworkSummary, part: JudgedPart, fold: number | null) => {
    line.replaceChildren(...measuresOf(summary, part, fold));
    choice.replaceChildren(...choicesOf(app, summary, part, fold));
  });
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      node.hidden = !summary;
      if (!summary) return;
      const hadFocus = choice.contains(document.activeElement)
        ? (document.activeElement as HTMLInputElement).name
        : null;
      draw(summary, partOf(app), foldOf(app));
      if (hadFocus) choice.querySelector<HTMLElement>(`[name="${hadFocus}"]:checked`)?.focus();
      matrix.update();
      wrong.update();
    },
  };
}

const chosenFolds = ({ folds }: NetworkSummary, fold: number | null): readonly FoldResult[] =>
  fold === null ? folds : folds.filter((one) => one.fold === fold);

/** Added over the folds that are looked at. */
function countsOf(summary: NetworkSummary, part: JudgedPart, fold: number | null, size: number): number[][] {
  const all = chosenFolds(summary, fold).flatMap(({ confusion: of }) => (of[part] ? [of[part]] : []));
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => all.reduce((sum, counts) => sum + (counts[row]?.[column] ?? 0), 0)),
  );
}

function choicesOf(app: TrainingApp, { folds }: NetworkSummary, part: JudgedPart, fold: number | null): HTMLElement[] {
  const parts = (['validation', 'test'] as const).filter((one) => folds.some((each) => each.confusion[one] !== null));
  const names: Readonly<Record<JudgedPart, string>> = { validation: t('Validation'), test: t('Test') };
  const partButtons = segments(
    t('Answers on'),
    'part',
    parts.map((value) => ({ value, label: names[value], title: names[value] })),
    part,
    (value) => app.setView({ part: value as JudgedPart, cell: null }),
  );
  const foldButtons = segments(
    t('Folds'),
    'fold',
    [
      { value: '', label: t('all folds'), title: t('All folds') },
      ...folds.map((one) => ({ value: String(one.fold), label: String(one.fold), title: t('Fold {0}', one.fold) })),
    ],
    fold === null ? '' : String(fold),
    (value) => app.setView({ fold: value ? Number(value) : null, cell: null }),
  );
  return [
    ...(parts.length > 1 ? [partButtons] : []),
    ...(folds.length > 1 && folds.length <= MOST_BUTTONS ? [foldButtons] : []),
  ];
}

/** More folds are only looked at together. */
const MOST_BUTTONS = 20;

function measuresOf(summary: NetworkSummary, part: JudgedPart, fold: number | null): HTMLElement[] {
  const folds = chosenFolds(summary, fold);
  const mean = (measure: 'f1' | 'accuracy' | 'loss'): number =>
    folds.reduce((sum, one) => sum + (one[part]?.[measure] ?? NaN), 0) / folds.length;
  const spread = (measure: 'f1' | 'accuracy' | 'loss'): number =>
    Math.sqrt(folds.reduce((sum, one) => sum + ((one[part]?.[measure] ?? NaN) - mean(measure)) ** 2, 0) / folds.length);
  const entry = (label: string, measure: 'f1' | 'accuracy' | 'loss', text: (value: number) => string): HTMLElement =>
    element(
      'div',
      { class: 'measure' },
      element('dt', { class: 'quiet' }, label),
      element(
        'dd',
        { class: 'figure' },
        text(mean(measure)),
        folds.length > 1 && element('span', { class: 'interval' }, `± ${text(spread(measure))}`),
      ),
    );
  const wrong = folds.reduce((sum, one) => sum + one.wrong[part].length, 0);
  return [
    entry(t('Accuracy'), 'accuracy', percent),
    entry(t('F1'), 'f1', figure),
    entry(t('Loss'), 'loss', figure),
    element(
      'div',
      { class: 'measure' },
      element('dt', { class: 'quiet' }, t('Wrong')),
      element('dd', { class: 'figure' }, String(wrong)),
    ),
  ];
}
