import type { NetworkSummary, WrongInput } from '../../protocol/training-result';
import type { ConfusionCell } from '../confusion/matrix';
import { cellText } from '../confusion/confusion';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { button } from '../ui/toolkit';
import { foldOf, imageOf, partOf, summaryOf, type JudgedPart, type TrainingApp } from './app';

/** An input that a fold's network took for another class. */
interface Mistake extends WrongInput {
  readonly fold: number;
  readonly model: string;
}

/** Mistakes shown at first, and added by a click. */
const AT_ONCE = 120;

/** Inputs that were taken for another class: a click explains one with the network that erred. */
export function wrongInputs(app: TrainingApp): Component {
  const title = element('h3', {});
  const clear = button({ label: t('Show all'), onClick: () => app.setView({ cell: null }) });
  const grid = roving(element('ul', { class: 'wrong-grid', 'aria-label': t('Wrong inputs') }));
  const none = element('p', { class: 'quiet' });
  const more = button({ label: t('Show more'), onClick: () => show(AT_ONCE) });
  const node = element(
    'section',
    { class: 'block wrong', 'aria-label': t('Wrong inputs') },
    element('div', { class: 'section-title' }, title, clear),
    none,
    grid,
    more,
  );
  let all: readonly Mistake[] = [];
  let shown = 0;
  function show(count: number): void {
    const next = all.slice(shown, shown + count);
    grid.append(...next.map((mistake) => tile(app, mistake, all)));
    shown += next.length;
    more.hidden = shown >= all.length;
  }
  const draw = memo(
    (
      summary: NetworkSummary,
      part: JudgedPart,
      fold: number | null,
      cell: ConfusionCell | null,
      names: readonly string[],
    ) => {
      all = mistakesOf(summary, part, fold, cell, names);
      shown = 0;
      grid.replaceChildren();
      show(AT_ONCE);
      setText(title, titleOf(all.length, cell, names));
      setText(none, noneOf(all.length, cell));
      none.hidden = all.length > 0;
      clear.hidden = cell === null;
    },
  );
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      const { results } = app.document;
      if (summary && results) draw(summary, partOf(app), foldOf(app), app.view.cell, results.result.classes);
    },
  };
}

function mistakesOf(
  { folds }: NetworkSummary,
  part: JudgedPart,
  only: number | null,
  cell: ConfusionCell | null,
  names: readonly string[],
): Mistake[] {
  return folds
    .filter(({ fold }) => only === null || fold === only)
    .flatMap(({ fold, model, wrong }) => wrong[part].map((one) => ({ ...one, fold, model })))
    .filter(
      ({ label, predicted }) =>
        cell === null ||
        ((cell.label === null || names[cell.label] === label) &&
          (cell.predicted === null || names[cell.predicted] === predicted)),
    );
}

function titleOf(count: number, cell: ConfusionCell | null, names: readonly string[]): string {
  if (cell !== null) return `${cellText(cell, names)} (${count})`;
  return count === 1 ? t('1 wrong input') : t('{0} wrong inputs', count);
}

function noneOf(count: number, cell: ConfusionCell | null): string {
  if (count > 0) return '';
  if (cell === null) return t('Every input was taken for its own class.');
  return cell.label === cell.predicted
    ? t('These were right: only wrong inputs are listed.')
    : t('No input was taken so.');
}

function tile(app: TrainingApp, mistake: Mistake, all: readonly Mistake[]): HTMLElement {
  const { input, label, predicted, fold, model } = mistake;
  const same = all.filter((one) => one.model === model);
  const explain = (): void =>
    app.post({
      kind: 'explain',
      name: input,
      names: same.map((one) => one.input),
      truths: same.map((one) => one.label),
      model,
    });
  const source = imageOf(app, input);
  const thumbnail = source
    ? element('img', { src: source, alt: '', loading: 'lazy', decoding: 'async', class: 'wrong-image' })
    : element(
        'span',
        { class: 'wrong-image thumb-ending', 'aria-hidden': 'true' },
        input.slice(input.lastIndexOf('.') + 1),
      );
  const text = `${label} → ${predicted}`;
  const hint = t('{0}: {1}, by fold {2}; click to explain it', input, text, fold);
  return element(
    'li',
    {},
    element(
      'button',
      { class: 'wrong-tile', title: hint, 'aria-label': hint, onclick: explain },
      thumbnail,
      element('span', { class: 'wrong-text' }, label),
      element('span', { class: 'wrong-text quiet' }, `→ ${predicted}`),
    ),
  );
}
