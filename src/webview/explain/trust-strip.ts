import { doubtOf, emptyStrip, type CardTrust } from '../../protocol/trust-strip';
import type { TrustCost, TrustDescription, TrustMark } from '../../protocol/trust';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { passes } from '../ui/format';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import type { ExplainApp } from './app';

/** Whether to believe a card's map: a mark for each check, a sentence where one fails, and what the rest would cost. */
export function trustStrip(app: ExplainApp, id: string) {
  const marks = element('div', { class: 'trust-marks', role: 'list', 'aria-label': t('Checks of the map') });
  const why = element('p', { class: 'trust-why' });
  const rest = element('button', { class: 'link', onclick: () => app.post({ kind: 'trustAll', card: id }) });
  const meanings = element('dl', { class: 'trust-meanings' });
  const legend = popover({
    label: t('What the checks mean'),
    children: ['?'],
    content: [meanings],
    width: 420,
    onOpen() {
      const { marks: made, ahead, waiting } = app.trust.get(id) ?? emptyStrip;
      meanings.replaceChildren(...[...made, ...ahead, ...waiting].flatMap(meaningOf));
    },
    focus: () => meanings,
  });
  meanings.tabIndex = -1;
  legend.trigger.classList.add('trust-legend');
  setAttribute(legend.trigger, 'aria-label', t('What the checks mean'));
  setAttribute(legend.trigger, 'title', t('What the checks mean'));
  const node = element(
    'div',
    { class: 'trust' },
    element('div', { class: 'trust-line' }, marks, rest, legend.trigger),
    why,
    legend.element,
  );
  const badge = element('span', { class: 'doubt-badge' }, t('doubtful'));
  return {
    element: node,
    /** On the map itself. */
    badge,
    /** Whether the map should not be believed. */
    update(): boolean {
      const strip = app.trust.get(id) ?? emptyStrip;
      const doubt = doubtOf(strip);
      const line: readonly (TrustMark | TrustCost)[] = [...strip.marks, ...strip.ahead];
      keyed(
        marks,
        line,
        ({ id: check }) => check,
        () => element('span', { class: 'trust-mark figure', role: 'listitem' }),
        showMark,
      );
      const words = doubt ? doubtText(doubt) : caution(app, strip);
      setText(why, words);
      setAttribute(why, 'title', words || null);
      setAttribute(badge, 'title', doubt ? doubtText(doubt) : null);
      legend.trigger.hidden = line.length === 0 && strip.waiting.length === 0;
      rest.hidden = strip.waiting.length === 0;
      const total = strip.waiting.reduce((sum, { expectedPasses }) => sum + expectedPasses, 0);
      setText(rest, t('+ {0}', passes(total)));
      setAttribute(rest, 'aria-label', t('Check the rest'));
      setAttribute(
        rest,
        'title',
        t('Check the rest: {0}; at most {1}', strip.waiting.map(({ label }) => t(label)).join(', '), passes(total)),
      );
      return doubt !== undefined;
    },
  };
}

/** With a true minus sign, as all figures of the page have. */
const signed = (said: string): string => said.replace(/-(?=\d)/g, '−');

/** Under a map that is greyed, and in a figure of it: why. */
const doubtText = ({ label, said, why }: TrustMark): string => t('Greyed: {0}', why ?? `${t(label)} ${signed(said)}`);

/** Under a map that passes, where all checks may pass for a wrong input. */
function caution({ document: { recipe } }: ExplainApp, { marks }: CardTrust): string {
  const guesses = recipe?.preprocessing?.guessed.length ?? 0;
  return guesses > 0 && marks.length > 0
    ? t('The recipe is guessed: no check of a map can tell whether the input is what the network expects.')
    : '';
}

/** In a figure, whose maps are not greyed. */
export const doubtNote = ({ label, said, why }: TrustMark): string =>
  t('Doubtful, for it fails a check: {0}', [`${t(label)} ${said}`, why].filter(Boolean).join('. '));

function meaningOf({ label, question, formula }: TrustDescription): HTMLElement[] {
  return [element('dt', {}, t(label)), element('dd', {}, question, element('span', { class: 'quiet' }, ` ${formula}`))];
}

function showMark(node: HTMLElement, mark: TrustMark | TrustCost): void {
  const made = 'passed' in mark ? mark : null;
  setAttribute(node, 'data-state', made ? (made.passed ? 'passed' : 'failed') : 'ahead');
  setText(
    node,
    made
      ? `${made.passed ? '✓' : '✗'} ${t(mark.label)} ${signed(made.said)}`
      : `${t(mark.label)} … ${passes((mark as TrustCost).expectedPasses)}`,
  );
  const cost = made
    ? t('It cost {0}.', passes(made.passes))
    : t('At most {0}.', passes((mark as TrustCost).expectedPasses));
  setAttribute(node, 'title', [mark.question, made?.why, mark.formula, cost].filter(Boolean).join('\n'));
}
