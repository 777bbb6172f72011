import type { BooleanParameter, ChoiceParameter, NumberParameter, ParameterValue } from '../../protocol/parameter';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { checkbox } from '../ui/toolkit';

/** Parameters of which several values can be written down in a line or ticked. */
export type SweepableParameter = NumberParameter | BooleanParameter | ChoiceParameter;

type OnValues = (values: readonly ParameterValue[] | null) => void;

/** Several values of one parameter, beginning with `current`; `onChange` is given null where there is none or one is not allowed. */
export function valuesField(parameter: SweepableParameter, current: ParameterValue, onChange: OnValues): HTMLElement {
  if (parameter.kind === 'boolean') {
    const options = [
      { value: true, label: t('on') },
      { value: false, label: t('off') },
    ];
    return tickList(parameter.label, options, current, onChange);
  }
  if (parameter.kind === 'choice') return tickList(parameter.label, parameter.choices, current, onChange);
  return numberList(parameter, current, onChange);
}

function numberList(parameter: NumberParameter, current: ParameterValue, onChange: OnValues): HTMLElement {
  const label = t('Values of {0}', parameter.label);
  const title = t('Numbers between commas');
  const node = element('input', { class: 'field', type: 'text', 'aria-label': label, title, spellcheck: 'false' });
  node.value = String(current);
  node.addEventListener('input', () => {
    const values = [...new Set(node.value.split(/[\s,;]+/).filter(Boolean).map(Number))];
    const valid = values.length > 0 && values.every((value) => isAllowed(parameter, value));
    setAttribute(node, 'aria-invalid', valid ? null : 'true');
    onChange(valid ? values : null);
  });
  return node;
}

function isAllowed({ kind, minimum = -Infinity, maximum = Infinity }: NumberParameter, value: number): boolean {
  return Number.isFinite(value) && value >= minimum && value <= maximum && (kind === 'number' || Number.isInteger(value));
}

function tickList<V extends ParameterValue>(
  label: string,
  options: readonly { readonly value: V; readonly label: string }[],
  current: ParameterValue,
  onChange: OnValues,
): HTMLElement {
  const ticked = new Set<ParameterValue>([current]);
  const boxes = options.map(({ value, label: text }) => {
    const box = checkbox(text, value === current, (on) => {
      if (on) ticked.add(value);
      else ticked.delete(value);
      const values = options.map((option) => option.value).filter((one) => ticked.has(one));
      onChange(values.length ? values : null);
    });
    return box.element;
  });
  return element('div', { class: 'ticks', role: 'group', 'aria-label': t('Values of {0}', label) }, ...boxes);
}
