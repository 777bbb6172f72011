import { csvLines } from '../../protocol/csv';
import type { PaletteId } from '../../protocol/explain-document';
import { outcomeOf } from '../../protocol/loading';
import type { MetricEvidence } from '../../protocol/metric-evidence';
import { element, setText } from '../ui/element';
import { headline } from '../ui/headline';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { busyState } from '../ui/states';
import { button } from '../ui/toolkit';
import { evidenceView } from './view';

export interface EvidenceSheet {
  readonly element: HTMLElement;
  open(title: string): void;
  /** Stands in the head, such as a choice of the metric. */
  control(node: HTMLElement): void;
  /** Shows what is answered, unless something else has been asked for meanwhile. */
  show(asked: Promise<readonly MetricEvidence[]>): Promise<void>;
  close(): void;
}

/** A dialog with what a metric did. */
export function evidenceSheet({
  palette,
  copy,
  keep,
  onClose = () => undefined,
}: {
  palette(): PaletteId;
  copy(text: string): void;
  /** Puts what is shown into the reports, where there are any. */
  keep?(): void;
  onClose?(): void;
}): EvidenceSheet {
  let asked: unknown = null;
  let shown: readonly MetricEvidence[] = [];
  const leave = (): void => {
    asked = null;
    onClose();
  };
  const title = element('h2', { id: 'evidence-title' });
  const chosen = element('span', {});
  const formula = element('p', { class: 'quiet' });
  const body = element('div', { class: 'evidence-body' });
  const numbers = button({ label: t('Copy numbers'), onClick: () => copy(csvOf(shown)) });
  const kept = button({ label: t('Put into the report'), onClick: () => keep?.() });
  kept.hidden = !keep;
  const close = button({ label: t('Close'), icon: icon('cancel'), appearance: 'icon', onClick: () => node.close() });
  close.classList.add('evidence-close');
  const node = element(
    'dialog',
    { class: 'sheet evidence', tabindex: -1, 'aria-labelledby': 'evidence-title', onclose: leave },
    element('header', { class: 'sheet-head' }, title, chosen, numbers, kept, close),
    formula,
    body,
  );
  return {
    element: node,
    open(text) {
      setText(title, text);
      setText(formula, '');
      chosen.replaceChildren();
      body.replaceChildren();
      numbers.disabled = kept.disabled = true;
      node.showModal();
      node.focus();
    },
    control: (control) => chosen.replaceChildren(control),
    async show(question) {
      asked = question;
      body.replaceChildren(busyState(t('Judging the map once more')));
      numbers.disabled = kept.disabled = true;
      const answer = await outcomeOf(question);
      if (asked !== question) return;
      shown = answer.state === 'done' ? answer.value : [];
      numbers.disabled = kept.disabled = shown.length === 0;
      setText(formula, shown[0]?.metric.formula ?? '');
      if (answer.state === 'error')
        body.replaceChildren(
          element('div', { role: 'alert' }, headline(answer.error), element('p', {}, answer.error.next ?? '')),
        );
      else body.replaceChildren(...shown.map((one) => evidenceView(one, palette())));
    },
    close: () => node.close(),
  };
}

/** Every number that the metric used, as it is. */
function csvOf(evidence: readonly MetricEvidence[]): string {
  const rows = evidence.flatMap(({ asked, value, metric, parts, clean, trials, exchanges }) => [
    [asked, metric.id, 'value', value],
    ...Object.entries(parts).map(([name, part]) => [asked, metric.id, name, part]),
    [asked, 'input', 'probability', clean.probability],
    [asked, 'input', 'logit', clean.logit],
    ...trials.map(({ row, what, of, number }) => [asked, [row, what].filter(Boolean).join(', '), of, number]),
    ...exchanges.flatMap(({ scores }) => Array.from(scores, (score, k) => [asked, `step ${k}`, 'probability', score])),
  ]);
  return csvLines([['explained', 'of', 'number', 'value'], ...rows]);
}
