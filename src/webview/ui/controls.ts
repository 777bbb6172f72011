import { element, setAttribute } from './element';

/** Native controls for what the widget library does not have, dressed as VS Code's own. */

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function select(
  label: string,
  options: readonly Option[],
  value: string,
  onChange: (value: string) => void,
): HTMLSelectElement {
  const node = element('select', { class: 'select', 'aria-label': label, title: label });
  node.addEventListener('change', () => onChange(node.value));
  setOptions(node, options, value);
  return node;
}

export function setOptions(node: HTMLSelectElement, options: readonly Option[], value: string): void {
  const same =
    options.length === node.options.length &&
    options.every(({ value: one, label }, i) => node.options[i].value === one && node.options[i].label === label);
  if (!same) node.replaceChildren(...options.map((option) => element('option', { value: option.value }, option.label)));
  node.value = value;
}

/** A slider from 0 to 1, shown in per cent. */
export function slider(label: string, value: number, onInput: (value: number) => void): HTMLInputElement {
  const node = element('input', {
    class: 'slider',
    type: 'range',
    min: 0,
    max: 100,
    step: 1,
    'aria-label': label,
    title: label,
  });
  const say = (): void => setAttribute(node, 'aria-valuetext', `${node.value} %`);
  node.value = String(Math.round(value * 100));
  node.addEventListener('input', () => {
    say();
    onInput(Number(node.value) / 100);
  });
  say();
  return node;
}

/** Buttons of which one is pressed: radio buttons, so that the arrow keys move between them. */
export function segments(
  label: string,
  name: string,
  options: readonly (Option & { title: string })[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const items = options.map((option) => {
    const input = element('input', { type: 'radio', name, value: option.value, 'aria-label': option.title });
    input.checked = option.value === value;
    input.addEventListener('change', () => onChange(option.value));
    return element('label', { class: 'segment', title: option.title }, input, element('span', {}, option.label));
  });
  return element('div', { class: 'segments', role: 'radiogroup', 'aria-label': label }, ...items);
}

/** A field for one number; `onChange` is given null where the text is no number within the limits. */
export function numberField(options: {
  label: string;
  value: number | null;
  minimum?: number;
  maximum?: number;
  integer?: boolean;
  optional?: boolean;
  onChange: (value: number | null) => void;
}): HTMLInputElement {
  const { label, value, minimum, maximum, integer, optional, onChange } = options;
  const node = element('input', {
    class: 'field number',
    type: 'number',
    'aria-label': label,
    min: minimum,
    max: maximum,
    step: integer ? 1 : 'any',
    required: !optional,
  });
  node.value = value === null ? '' : String(value);
  node.addEventListener('input', () => {
    setAttribute(node, 'aria-invalid', node.validity.valid ? null : 'true');
    if (node.validity.valid) onChange(node.value === '' ? null : Number(node.value));
  });
  return node;
}

/** A field for numbers between commas; several in a row, as a window of (channels, height, width). */
export function numbersField(
  label: string,
  value: readonly number[] | null,
  onChange: (value: readonly number[] | null) => void,
): HTMLInputElement {
  const node = element('input', {
    class: 'field',
    type: 'text',
    'aria-label': label,
    placeholder: '—',
    spellcheck: 'false',
  });
  node.value = value?.join(', ') ?? '';
  node.addEventListener('input', () => {
    const numbers = numbersOf(node.value);
    setAttribute(node, 'aria-invalid', numbers === undefined ? 'true' : null);
    if (numbers !== undefined) onChange(numbers);
  });
  return node;
}

/** Numbers written in a row: null where nothing is written, undefined where something is no number. */
export function numbersOf(text: string): readonly number[] | null | undefined {
  const numbers = text
    .split(/[\s,;×x]+/)
    .filter(Boolean)
    .map(Number);
  if (!numbers.every(Number.isFinite)) return undefined;
  return numbers.length > 0 ? numbers : null;
}
