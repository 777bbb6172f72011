import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';

const predicted = '';

/** Which class is explained: the one each model predicts, or the same for all. */
export function targetPicker(app: ComparisonApp): Component {
  const box = select(t('Target class'), [], predicted, (label) =>
    app.post({ kind: 'target', target: label === predicted ? null : label }),
  );
  const node = element('section', { class: 'block', 'aria-label': t('Target') }, element('h2', {}, t('Target')), box);
  return {
    element: node,
    update() {
      const { labels, target, inputs } = app.document;
      const chosen = typeof target === 'number' ? labels[target] : target;
      const names = chosen && !labels.includes(chosen) ? [chosen, ...labels] : labels;
      setOptions(
        box,
        [{ value: predicted, label: t('The predicted class') }, ...names.map((label) => ({ value: label, label }))],
        chosen ?? predicted,
      );
      node.hidden = inputs.length === 0;
    },
  };
}
