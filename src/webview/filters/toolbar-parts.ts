import { element } from '../ui/element';
import { t } from '../ui/l10n';

/** Controls that come and go together. */
export function group(...parts: HTMLElement[]): HTMLElement {
  return element('span', { class: 'toolbar-group' }, ...parts);
}

/** A control with its name before it. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'labelled' }, element('span', {}, text), control);
}

export function scaleOptions(own: string) {
  return [
    { value: 'shared', label: t('Shared') },
    { value: 'own', label: own },
  ];
}
