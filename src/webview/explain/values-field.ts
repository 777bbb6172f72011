import type {
  BooleanParameter,
  ChoiceParameter,
  NumberParameter,
  NumbersParameter,
  ParameterValue,
} from '../../protocol/parameter';
import { numbersOf } from '../ui/controls';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { checkbox } from '../ui/toolkit';

/** Parameters of which several values can be written down in a line or ticked. */
export type SweepableParameter = NumberParameter | BooleanParameter | ChoiceParameter | NumbersParameter;

type OnValues = (values: readonly ParameterValue[] | null) => void;

/**
 * Several values of one parameter, beginning with `current`; `onChange` is given null where there is none or one is not
 * allowed.
 */
export function valuesField(parameter: SweepableParameter, current: ParameterValue, onChange: OnValues): HTMLElement {
  if (parameter.kind === 'boolean') {
    const options = [
      { value: true, label: t('on') },
      { value: false, label: t('off') },
    ];
    return tickList(parameter.label, options, current, onChange);
  }
  if (parameter.kind === 'choice') return tickList(parameter.label, parameter.choices, current, onChange);
  if (parameter.kind === 'numbers')
    return listField(parameter.label, vectors(), Array.isArray(current) ? current.join(', ') : '', onChange);
  return listField(parameter.label, numbers(parameter), String(current), onChange);
}

/** How several values are written in a line. */
interface Notation {
  readonly hint: string;
  /** The values that a line stands for; undefined is one that is not allowed. */
  read(text: string): readonly (ParameterValue | undefined)[];
}

const numbers = (parameter: NumberParameter): Notation => ({
  hint: t('Numbers between commas'),
  read: (text) =>
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number)
      .map((value) => (isAllowed(parameter, value) ? value : undefined)),
});

/** Values that are rows of numbers themselves; an empty one is what the method takes by itself. */
const vectors = (): Notation => ({
  hint: t('Values between semicolons, the numbers of each between commas'),
  read: (text) => text.split(';').map(numbersOf),
});

function listField(label: string, { hint, read }: Notation, value: string, onChange: OnValues): HTMLElement {
  const node = element('input', {
    class: 'field',
    type: 'text',
    'aria-label': t('Values of {0}', label),
    title: hint,
    spellcheck: 'false',
  });
  node.value = value;
  node.addEventListener('input', () => {
    const values = different(read(node.value));
    setAttribute(node, 'aria-invalid', values ? null : 'true');
    onChange(values);
  });
  return node;
}

/** Each value once; null where there is none, or one that is not allowed. */
function different(values: readonly (ParameterValue | undefined)[]): readonly ParameterValue[] | null {
  const found = new Map<string, ParameterValue>();
  for (const value of values) {
    if (value === undefined) return null;
    found.set(JSON.stringify(value), value);
  }
  return found.size > 0 ? [...found.values()] : null;
}

function isAllowed({ kind, minimum = -Infinity, maximum = Infinity }: NumberParameter, value: number): boolean {
  return (
    Number.isFinite(value) && value >= minimum && value <= maximum && (kind === 'number' || Number.isInteger(value))
  );
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
