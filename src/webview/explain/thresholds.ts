import type { Component } from '../ui/component';
import { slider } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { thresholdsOf } from './boxes';

type Threshold = 'scoreThreshold' | 'overlapThreshold';

/** From which score boxes are shown, and from which overlap a surer one of the same class hides another: no new run. */
export function thresholds(app: ExplainApp): Component {
  const score = threshold(app, 'scoreThreshold', t('Score'), t('Boxes of a lower score are not shown'));
  const overlap = threshold(
    app,
    'overlapThreshold',
    t('IoU'),
    t('Of boxes of one class that overlap more, the most confident one is shown'),
  );
  return {
    element: element('div', { class: 'thresholds' }, score.element, overlap.element),
    update() {
      const { score: least, overlap: most } = thresholdsOf(app);
      score.show(least);
      overlap.show(most);
    },
  };
}

function threshold(app: ExplainApp, name: Threshold, label: string, hint: string) {
  const value = element('span', { class: 'figure' });
  const input = slider(hint, 0, (chosen) => app.setView({ [name]: chosen }));
  return {
    element: element('label', { class: 'labelled' }, element('span', {}, label), input, value),
    show(now: number): void {
      input.value = String(Math.round(100 * now));
      setText(value, now.toFixed(2));
    },
  };
}
