import { targetBox } from '../../protocol/target';
import type { BoxQuantity } from '../../protocol/task';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { explainBox, labelOf } from './boxes';
import { retargetSoon } from './retarget';

interface Quantity {
  readonly label: string;
  readonly says: string;
}

const quantities = (): Readonly<Record<BoxQuantity, Quantity>> => ({
  score: { label: t('Score'), says: t('The score of its class where the detector found it') },
  overlap: {
    label: t('Score × overlap'),
    says: t('How well the detector still finds this box: the best score × IoU of all its boxes'),
  },
  left: { label: t('Left edge'), says: t('Where the box begins, in pixels from the left') },
  top: { label: t('Top edge'), says: t('Where the box begins, in pixels from the top') },
  width: { label: t('Width'), says: t('How wide the box is, in pixels') },
  height: { label: t('Height'), says: t('How high the box is, in pixels') },
});

/** What of the chosen box is explained; empty for its score, which goes without saying. */
export function quantityText({ document }: ExplainApp): string {
  const quantity = targetBox(document)?.quantity ?? 'score';
  return quantity === 'score' ? '' : quantities()[quantity].label.toLowerCase();
}

/** What of the chosen box is explained: of a drawn one, which nobody has found, how well it would be. */
export function quantityChooser(app: ExplainApp): Component {
  const texts = Object.entries(quantities()) as [BoxQuantity, Quantity][];
  const rows = texts.map(([quantity, { label, says }]) => {
    const radio = element('input', { type: 'radio', name: 'quantity', value: quantity, 'aria-label': label });
    radio.addEventListener('change', () => {
      const box = targetBox(app.document);
      if (box) explainBox(app, { ...box, quantity }, retargetSoon);
    });
    const said = element('span', {}, element('span', { class: 'quantity-label' }, label), ' ');
    said.append(element('span', { class: 'quiet' }, says));
    return { quantity, radio, element: element('label', { class: 'quantity' }, radio, said) };
  });
  const group = element(
    'div',
    { role: 'radiogroup', 'aria-label': t('What of the box is explained') },
    ...rows.map((row) => row.element),
  );
  const title = element('h2', {});
  const hint = element('p', { class: 'quiet' }, t('Choose another box in the image, or in the list below it.'));
  return {
    element: element('section', { class: 'block' }, title, group, hint),
    update() {
      const box = targetBox(app.document);
      setText(title, box ? t('What of the box is explained: {0}', labelOf(app, box.index)) : t('No box is chosen'));
      for (const { quantity, radio } of rows) {
        radio.checked = box?.quantity === quantity;
        radio.disabled = !box || (box.proposal === null && quantity !== 'overlap');
      }
    },
  };
}
