import { verdictsOn } from '../../protocol/map-verdict';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { verdictBar } from '../ui/verdict-bar';
import { methodIndex, modelIndex, summaryOf, type EvaluationApp } from './app';

export interface VerdictLine extends Component {
  /** The map of another input is judged from now on. */
  pick(name: string): void;
}

/** What people say of the map of the input that was picked last, by the method that is looked at. */
export function verdictLine(app: EvaluationApp): VerdictLine {
  const title = element('span', { class: 'tag-title quiet' });
  let picked: string | null = null;
  const mapOf = (image: string) => ({ image, model: modelIndex(app), method: methodIndex(app) });
  const bar = verdictBar((verdict) => picked !== null && app.post({ kind: 'verdict', ...mapOf(picked), verdict }));
  const node = element('div', { class: 'tag-line verdict-line' }, title, bar.element);
  const update = (): void => {
    const method = summaryOf(app)?.methods[methodIndex(app)];
    node.hidden = !method;
    if (!method) return;
    const { verdicts, rater } = app.document;
    setText(title, picked === null ? '' : t('Map of {0} by {1}', picked, method.label));
    setAttribute(title, 'title', title.textContent);
    bar.update(picked === null ? null : verdictsOn(verdicts.given, mapOf(picked), rater));
  };
  return {
    element: node,
    update,
    pick(name) {
      picked = name;
      update();
    },
  };
}
