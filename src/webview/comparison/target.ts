import { visibleBoxes } from '../../protocol/boxes';
import type { ComparisonDocument } from '../../protocol/comparison-panel';
import { valueOf } from '../../protocol/loading';
import type { BoxTarget, DetectedBox } from '../../protocol/task';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';

const predicted = '';
const boxKey = ({ proposal, index }: Pick<BoxTarget, 'proposal' | 'index'>): string => `box ${proposal} ${index}`;

/** What is explained: the class or box each model predicts, the same class for all, or a box of the only image. */
export function targetPicker(app: ComparisonApp): Component {
  const box = select(t('Target class'), [], predicted, (value) => {
    const chosen = boxesOf(app.document).find((one) => boxKey(one) === value);
    if (!chosen) return app.post({ kind: 'target', target: value === predicted ? null : value });
    const { index, corners, proposal } = chosen;
    app.post({ kind: 'box', box: { index, corners, proposal, quantity: 'score' } });
  });
  const note = element('p', { class: 'quiet' });
  const node = element(
    'section',
    { class: 'target', 'aria-label': t('Target') },
    element('label', { class: 'labelled' }, element('span', { class: 'quiet' }, t('Target')), box),
    note,
  );
  let known: readonly DetectedBox[] = [];
  let knownOf: ComparisonDocument['inputs'] = [];
  return {
    element: node,
    update() {
      const { labels, target, inputs, box: asked, models, shown } = app.document;
      const chosen = typeof target === 'number' ? labels[target] : target;
      const names = chosen && !labels.includes(chosen) ? [chosen, ...labels] : labels;
      // While another target is explained, what was found before stays to be chosen from.
      if (valueOf(shown) || knownOf !== inputs) known = boxesOf(app.document);
      knownOf = inputs;
      const boxes = inputs.length === 1 ? known : [];
      const value = asked ? boxKey(asked.target) : (chosen ?? predicted);
      const isListed = !asked || boxes.some((one) => boxKey(one) === value);
      setOptions(
        box,
        [
          { value: predicted, label: boxes.length > 0 ? t('The most confident box') : t('The predicted class') },
          ...(isListed ? [] : [{ value, label: t('{0}, a box', asked.label) }]),
          ...boxes.map((one) => ({ value: boxKey(one), label: boxText(one) })),
          ...names.map((label) => ({ value: label, label })),
        ],
        value,
      );
      note.hidden = !asked;
      if (asked)
        note.textContent =
          models.length > 1
            ? t('Every model is asked for its best score times overlap with this box of {0}.', models[0].name)
            : '';
      node.hidden = inputs.length === 0;
    },
  };
}

/** What the first model has found in the only image, as far as it is shown. */
function boxesOf({ shown, inputs }: Pick<ComparisonDocument, 'shown' | 'inputs'>): readonly DetectedBox[] {
  const found = inputs.length === 1 ? valueOf(shown)?.boxes : null;
  return found ? visibleBoxes(found.candidates, found.scoreThreshold, found.overlapThreshold) : [];
}

const boxText = ({ label, score, corners: [left, top, right, bottom] }: DetectedBox): string =>
  `${label} ${score.toFixed(2)} · ${Math.round(left)}, ${Math.round(top)} – ${Math.round(right)}, ${Math.round(bottom)}`;
