import type { ErrorReport } from '../../protocol/error';
import type { MaskPage } from '../../protocol/explain';
import { outcomeOf } from '../../protocol/loading';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { headline } from '../ui/headline';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { cardOf, methodOf, type ExplainApp } from './app';
import { targetName } from './target-name';
import { drawMask, maskSize } from './mask-image';

/** Masks on a page. */
const pageSize = 24;

export interface MaskSheet {
  readonly element: HTMLElement;
  open(card: string): void;
  /** Closes when the card it belongs to has gone. */
  update(): void;
}

/** A dialog with the random masks behind a card's map, page by page in the order of their draws. */
export function maskSheet(app: ExplainApp): MaskSheet {
  let asked: { readonly card: string; readonly first: number } | null = null;
  let total = 0;
  const title = element('h2', { id: 'masks-title' });
  const range = element('span', { class: 'figure', role: 'status' });
  const legend = element('p', { class: 'quiet' });
  const grid = element('ol', { class: 'masks-grid' });
  const problem = element('div', { class: 'masks-problem', role: 'alert' });
  const previous = button({
    label: t('Previous masks'),
    icon: icon('previous'),
    appearance: 'icon',
    onClick: () => turn(-1),
  });
  const next = button({ label: t('Next masks'), icon: icon('next'), appearance: 'icon', onClick: () => turn(1) });
  const close = button({ label: t('Close'), icon: icon('cancel'), appearance: 'icon', onClick: () => node.close() });
  const head = element(
    'header',
    { class: 'sheet-head' },
    title,
    element('span', { class: 'masks-pages' }, previous, range, next),
    close,
  );
  const node = element(
    'dialog',
    { class: 'sheet masks', tabindex: -1, 'aria-labelledby': 'masks-title', onclose: () => (asked = null) },
    head,
    legend,
    problem,
    grid,
  );
  node.addEventListener('keydown', (event) => {
    const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    turn(step);
  });

  function turn(step: number): void {
    if (!asked) return;
    const first = asked.first + step * pageSize;
    if (first >= 0 && first < total) void ask(asked.card, first);
  }
  async function ask(card: string, first: number): Promise<void> {
    const question = (asked = { card, first });
    setAttribute(grid, 'aria-busy', 'true');
    const answer = await outcomeOf(app.ask('masks', { ...question, count: pageSize }));
    if (asked !== question) return;
    setAttribute(grid, 'aria-busy', null);
    problem.replaceChildren(...(answer.state === 'error' ? explained(answer.error) : []));
    if (answer.state === 'done') show(answer.value);
    else grid.replaceChildren();
  }
  function show(page: MaskPage): void {
    total = page.total;
    const last = page.first + page.scores.length;
    setText(range, t('{0}–{1} of {2}', page.first + 1, last, total));
    previous.disabled = page.first === 0;
    next.disabled = last >= total;
    grid.replaceChildren(...page.scores.map((score, n) => figureOf(app, page, n, score)));
  }
  return {
    element: node,
    open(card) {
      const method = methodOf(app, cardOf(app, card)?.method ?? '');
      setText(title, t('Random masks of {0}', method?.label ?? ''));
      setText(
        legend,
        t(
          'Dark parts were hidden behind the baseline. Below each mask: the logit of {0} with it.',
          targetName(app) ?? '',
        ),
      );
      setText(range, '');
      problem.replaceChildren();
      previous.disabled = next.disabled = true;
      grid.replaceChildren(...Array.from({ length: pageSize }, () => skeleton(app)));
      node.showModal();
      // So that the keys turn pages at once.
      node.focus();
      void ask(card, 0);
    },
    update() {
      if (asked && cardOf(app, asked.card)?.state !== 'done') node.close();
    },
  };
}

function figureOf(app: ExplainApp, page: MaskPage, n: number, score: number): HTMLElement {
  const number = page.first + n + 1;
  const label = t('Mask {0}, logit {1}', number, figure(score));
  const canvas = element('canvas', {
    class: 'masks-image',
    role: 'img',
    'aria-label': label,
    title: label,
    ...maskSize(app),
  });
  drawMask(canvas, app.document.prediction?.input, page.masks, n);
  return element(
    'li',
    {},
    canvas,
    element(
      'span',
      { class: 'masks-caption figure' },
      element('span', { class: 'quiet' }, String(number)),
      figure(score),
    ),
  );
}

/** Holds the place of a mask to come. */
function skeleton(app: ExplainApp): HTMLElement {
  const canvas = element('canvas', { class: 'masks-image skeleton', 'aria-hidden': 'true', ...maskSize(app) });
  return element('li', {}, canvas, element('span', { class: 'masks-caption' }, '\u00a0'));
}

function explained(error: ErrorReport): HTMLElement[] {
  return [headline(error), element('p', {}, error.next ?? '')];
}
