import { classColor } from '../draw/class-colors';
import { element, setAttribute, setText } from '../ui/element';

export interface ClassRow {
  /** Of the class. */
  readonly index: number;
  readonly label: string;
  readonly value: string;
  /** All that there is to say, for the pointer and for screen readers. */
  readonly said: string;
  /** How its colour is shown. */
  readonly swatch: 'full' | 'dashed' | 'none';
}

/** A row of a list of classes: the colour it has in the image, its name, and a number. */
export function classRow(): HTMLElement {
  return element(
    'div',
    { class: 'class-row' },
    element('span', { class: 'swatch', 'aria-hidden': 'true' }),
    element('span', { class: 'class-name' }),
    element('span', { class: 'figure' }),
  );
}

export function showClassRow(node: HTMLElement, { index, label, value, said, swatch }: ClassRow): void {
  const [square, name, number] = node.children as unknown as HTMLElement[];
  square.style.setProperty('--class', classColor(index).css);
  setAttribute(square, 'data-swatch', swatch);
  setText(name, label);
  setText(number, value);
  setAttribute(node, 'title', said);
  setAttribute(node, 'aria-label', said);
}
