import { targetBox } from '../../protocol/target';
import type { Component } from '../ui/component';
import { numberField, segments } from '../ui/controls';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';
import { quantityOf } from './box-quantity';
import { retarget, retargetSoon } from './retarget';
import { taskOf } from './task';
import { scoreName } from './unit';

type Form = 'value' | 'signed' | 'absolute';

/** What is explained as it is now: an estimate, or what was asked of a box. */
function valueNow(app: ExplainApp): number | null | undefined {
  const box = targetBox(app.document);
  return box ? quantityOf(app, box) : targetOf(app)?.probability;
}

/** What of an estimate or of a box is explained: the value itself, or how far it is from one that a person gives. */
export function differenceChooser(app: ExplainApp): Component {
  /** The value that was given last; that of the estimate at first. */
  let given: number | null = null;
  const forms: readonly { readonly value: Form; readonly label: string; readonly title: string }[] = [
    { value: 'value', label: t('Value'), title: t('The estimate itself') },
    { value: 'signed', label: 'f − v', title: t('The estimate less a value') },
    { value: 'absolute', label: '|f − v|', title: t('How far the estimate is from a value, above or below') },
  ];
  const form = segments(t('What of the estimate is explained'), 'difference', forms, 'value', (chosen) => {
    if (chosen === 'value') return retarget(app, { difference: null });
    const from = given ?? valueNow(app) ?? 0;
    retarget(app, { difference: { from: Number(from.toPrecision(3)), absolute: chosen === 'absolute' } });
  });
  const value = numberField({
    label: t('Value that the estimate is compared with'),
    value: null,
    onChange: (from) => {
      const { difference } = app.document;
      given = from;
      if (from !== null && difference) retargetSoon(app, { difference: { ...difference, from } });
    },
  });
  const unit = element('span', { class: 'quiet' });
  const compared = element('span', { class: 'difference-value' }, 'v =', value, unit);
  const node = element('div', { class: 'difference' }, form, compared);
  return {
    element: node,
    update() {
      const { difference, references } = app.document;
      node.hidden = !['regression', 'detection'].includes(taskOf(app) ?? '') || Boolean(references);
      const now: Form = !difference ? 'value' : difference.absolute ? 'absolute' : 'signed';
      for (const input of form.querySelectorAll('input')) input.checked = input.value === now;
      setAttribute(compared, 'hidden', !difference);
      if (difference && document.activeElement !== value) value.value = String(difference.from);
      unit.textContent = targetBox(app.document) ? scoreName(app) : (targetOf(app)?.unit ?? '');
    },
  };
}
