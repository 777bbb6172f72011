import type { Prediction } from '../../protocol/prediction';
import { isBackground } from '../../protocol/target';
import { slider } from '../ui/controls';
import { element, keyed } from '../ui/element';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { rowFocus } from '../ui/row-focus';
import { checkbox } from '../ui/toolkit';
import { targetOf, type ExplainApp } from './app';
import { classRow, showClassRow } from './class-row';
import { drawLabels } from './prediction-marks';
import type { InputTool } from './input-tool';
import { retarget } from './retarget';
import { taskOf } from './task';

/** The class of every position in its colour over the input, and which colour is which: a click explains the class. */
export function labelMap(app: ExplainApp): InputTool {
  const shown = checkbox(t('Classes'), app.view.labels, (labels) => app.setView({ labels }));
  const opacity = slider(t('Opacity of the classes'), app.view.labelOpacity, (labelOpacity) =>
    app.setView({ labelOpacity }),
  );
  const list = element('div', { class: 'class-rows', 'aria-label': t('Classes in the image') });
  const rows = rowFocus(list, {
    choose: (key) => Number(key) !== targetOf(app)?.index && retarget(app, { target: Number(key) }),
  });
  const node = element(
    'section',
    { class: 'label-map', 'aria-label': t('Classes') },
    element('div', { class: 'label-map-head' }, shown.element, opacity),
    list,
  );
  return {
    element: node,
    painting: false,
    attach: () => undefined,
    draw: drawLabels,
    update() {
      node.hidden = taskOf(app) !== 'segmentation';
      if (node.hidden) return;
      shown.set(app.view.labels);
      opacity.disabled = !app.view.labels;
      keyed(
        list,
        presentIn(app.document.prediction?.predictions ?? []),
        ({ index }) => String(index),
        classRow,
        showClass,
      );
      rows.update(String(targetOf(app)?.index));
    },
  };
}

/** Classes that have a place in the image, the largest first. */
const presentIn = (predictions: readonly Prediction[]): readonly Prediction[] =>
  predictions.filter(({ probability }) => probability > 0).sort((a, b) => b.probability - a.probability);

function showClass(node: HTMLElement, { index, label, probability }: Prediction): void {
  const value = percent(probability);
  const said = t('{0}: {1} of the image', label, value);
  showClassRow(node, { index, label, value, said, swatch: isBackground(label) ? 'none' : 'full' });
}
