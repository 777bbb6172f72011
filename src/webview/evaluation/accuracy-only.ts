import type { EvaluationChoice } from '../../protocol/evaluation-panel';
import type { Component } from '../ui/component';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { checkbox } from '../ui/toolkit';
import type { EvaluationApp } from './app';

const isTaken = ({ selected }: EvaluationChoice): boolean => selected;

/** Says what comes of a run in any case, and leaves the maps out with one tick; the ticks of before come back. */
export function accuracyOnly(app: EvaluationApp): Component {
  let before: readonly EvaluationChoice[] = [];
  const toggle = (only: boolean): void => {
    const all = app.document.setup?.methods ?? [];
    if (only) before = all;
    const chosen = new Set(before.filter(isTaken).map(({ key }) => key));
    // Where nothing was ticked before, the first method stands for one.
    const wanted = chosen.size > 0 ? chosen : new Set(all.slice(0, 1).map(({ key }) => key));
    app.choose({ methods: all.map((choice) => ({ ...choice, selected: !only && wanted.has(choice.key) })) });
  };
  const box = checkbox(t('Accuracy only (no maps)'), false, toggle);
  setAttribute(box.element, 'title', t('Predicts every input and makes no map: one forward pass of each'));
  return {
    element: element(
      'div',
      { class: 'accuracy-only' },
      box.element,
      element(
        'span',
        { class: 'quiet' },
        t('Accuracy, confusion and calibration come in any case; maps take the time.'),
      ),
    ),
    update() {
      const { methods = [] } = app.document.setup ?? {};
      box.set(methods.length > 0 && !methods.some(isTaken));
    },
  };
}
