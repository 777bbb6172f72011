import type { PartState } from '../../protocol/parts';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';

/** How a state is called. */
const labels: Readonly<Record<PartState, () => string>> = {
  waiting: () => t('waiting'),
  running: () => t('running'),
  done: () => t('done'),
  failed: () => t('failed'),
};

/** The parts of a run on other machines: how many wait, run, are done or failed, and how far each one is. */
export function parts(app: EvaluationApp): Component {
  const line = element('p', { class: 'figure', role: 'status' });
  const list = element('ol', { class: 'parts' });
  const node = element('div', {}, line, list);
  return {
    element: node,
    update() {
      const report = app.document.run?.parts;
      node.hidden = !report;
      if (!report) return;
      const counts = (Object.keys(labels) as PartState[]).map(
        (state) => `${report.parts.filter((part) => part.state === state).length} ${labels[state]()}`,
      );
      setText(line, t('Parts: {0}', counts.join(' · ')));
      list.replaceChildren(
        ...report.parts.map(({ state, done, total, rate, error }) =>
          element(
            'li',
            { class: `part ${state}` },
            [
              labels[state](),
              total === null ? '' : t('{0} of {1} inputs', done, total),
              rate > 0 ? t('{0} per second', figure(rate)) : '',
              error ?? '',
            ]
              .filter(Boolean)
              .join(' · '),
          ),
        ),
      );
    },
  };
}
