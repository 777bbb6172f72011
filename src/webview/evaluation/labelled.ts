import { element } from '../ui/element';

/** A control with its name before it and its unit behind. */
export function labelled(text: string, control: HTMLElement, unit = ''): HTMLElement {
  return element(
    'label',
    { class: 'labelled' },
    element('span', { class: 'quiet' }, text),
    control,
    unit && element('span', { class: 'quiet' }, unit),
  );
}
