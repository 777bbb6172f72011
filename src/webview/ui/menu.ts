import { element, setAttribute } from './element';

export interface MenuButtonOptions {
  readonly label: string;
  /** Shown instead of the label, which then only names the button. */
  readonly icon?: SVGElement;
  readonly title?: string;
}

/** What opens a menu: a native button, which may say that it is open, as the widget library's may not. */
export function menuButton({ label, icon, title }: MenuButtonOptions): HTMLButtonElement {
  return icon
    ? element('button', { class: 'menu-button icon-only', 'aria-label': label, title: title ?? label }, icon)
    : element(
        'button',
        { class: 'menu-button', title },
        label,
        element('span', { class: 'caret', 'aria-hidden': 'true' }, ' ▾'),
      );
}

export interface MenuItem {
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

/** A button that opens a short menu below it: arrows move, Enter runs, Escape closes. */
export function menu(trigger: HTMLElement, items: readonly MenuItem[]): HTMLElement {
  const list = element('div', { class: 'menu', role: 'menu', hidden: true });
  const box = element('div', { class: 'menu-box' }, trigger, list);
  const show = (open: boolean): void => {
    list.hidden = !open;
    setAttribute(trigger, 'aria-expanded', String(open));
    if (open) (list.firstElementChild as HTMLElement | null)?.focus();
  };
  list.append(
    ...items.map(({ label, run }) => {
      const choose = (): void => {
        show(false);
        trigger.focus();
        void run();
      };
      return element('button', { class: 'menu-item', role: 'menuitem', tabindex: -1, onclick: choose }, label);
    }),
  );
  setAttribute(trigger, 'aria-haspopup', 'menu');
  setAttribute(trigger, 'aria-expanded', 'false');
  trigger.addEventListener('click', () => show(Boolean(list.hidden)));
  list.addEventListener('keydown', (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const entries = [...list.children] as HTMLElement[];
    if (move)
      entries[
        (entries.indexOf(document.activeElement as HTMLElement) + move + entries.length) % entries.length
      ].focus();
    if (event.key === 'Escape') {
      show(false);
      trigger.focus();
    }
    if (move || event.key === 'Escape') event.preventDefault();
  });
  box.addEventListener('focusout', (event) => {
    if (!box.contains(event.relatedTarget as Node | null)) show(false);
  });
  return box;
}
