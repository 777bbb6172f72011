import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element } from './element';

/** Defines the widget library's elements that the pages use. Call once per page, before the first widget is made. */
export function defineWidgets(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeProgressRing(), vsCodeTextField());
}

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  /** Shown instead of the label, which then only names the button. */
  readonly icon?: SVGElement;
  readonly title?: string;
}

export type Button = HTMLElement & { disabled: boolean };

export function button({ label, onClick, appearance = 'secondary', icon, title }: ButtonOptions): Button {
  const attributes = {
    appearance,
    'aria-label': icon ? label : null,
    title: title ?? (icon ? label : null),
    onclick: onClick,
  };
  return element('vscode-button', attributes, icon ?? label) as Button;
}

/** A checkbox whose listener hears only the user, not {@link Checkbox.set}. */
export interface Checkbox {
  readonly element: HTMLElement;
  set(checked: boolean): void;
  disable(disabled: boolean): void;
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): Checkbox {
  const node = element('vscode-checkbox', {}, label) as HTMLElement & { checked: boolean; disabled: boolean };
  let known = checked;
  node.checked = checked;
  node.addEventListener('change', () => {
    if (node.checked === known) return;
    known = node.checked;
    onChange(known);
  });
  return { element: node, set: (value) => (node.checked = known = value), disable: (value) => (node.disabled = value) };
}

export type TextField = HTMLElement & { value: string; disabled: boolean };

export function textField(options: {
  label: string;
  placeholder?: string;
  value?: string;
  onInput: (value: string) => void;
}): TextField {
  const field = element('vscode-text-field', { placeholder: options.placeholder }) as TextField;
  field.value = options.value ?? '';
  // The element names itself "Text field" when it is put into the page, so its own name comes after that.
  queueMicrotask(() => field.setAttribute('aria-label', options.label));
  field.addEventListener('input', () => options.onInput(field.value));
  return field;
}

export function progressRing(label: string): HTMLElement {
  return element('vscode-progress-ring', { 'aria-label': label });
}
