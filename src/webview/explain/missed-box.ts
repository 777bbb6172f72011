import type { Corners } from '../../protocol/task';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** What is said while a missed box is drawn, and the choice of its class once it is. */
export function missedBox(app: ExplainApp, onClass: (corners: Corners, index: number) => void) {
  let corners: Corners | null = null;
  const hint = element(
    'p',
    { class: 'quiet' },
    t('Drag a box on the image, or use the arrow keys (Shift: its size) and Enter. Escape leaves.'),
  );
  const choice = select(t('Class of the drawn box'), [], '', (value) => {
    if (corners && value !== '') onClass(corners, Number(value));
  });
  const node = element('div', { class: 'missed-box' }, hint, choice);
  const part: Component & { ask(drawn: Corners | null): void } = {
    element: node,
    /** Asks for the class of a box; null: it is still being drawn. */
    ask(drawn) {
      corners = drawn;
      part.update();
      if (drawn) choice.focus();
    },
    update() {
      const classes = [...(app.document.prediction?.predictions ?? [])].sort((a, b) => a.index - b.index);
      const options = classes.map(({ index, label }) => ({ value: String(index), label }));
      const first = { value: '', label: corners ? t('Which class is it?') : t('Then choose its class') };
      setOptions(choice, [first, ...options], '');
      choice.disabled = !corners;
    },
  };
  return part;
}
