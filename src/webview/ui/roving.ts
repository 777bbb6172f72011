import { setAttribute } from './element';

const focusable = 'button, a[href], input, select, textarea, summary, vscode-button, vscode-checkbox, [tabindex]';

/**
 * Makes a group of controls one stop of the Tab key: ← and → move between them, Home and End to the ends, and the one
 * used last is where Tab comes back to. Lists and sliders among them keep ↑ and ↓. Buttons of one radio group count once,
 * and so do the rows of a list box.
 */
export function roving<E extends HTMLElement>(group: E): E {
  let current: HTMLElement | undefined;
  const settle = (): void => {
    const items = itemsOf(group);
    const stop = current && items.includes(current) ? current : items[0];
    for (const item of group.querySelectorAll(focusable)) setAttribute(item, 'tabindex', item === stop ? 0 : -1);
  };
  group.addEventListener('focusin', ({ target }) => {
    current = itemsOf(group).find((item) => item === target || item.contains(target as Node)) ?? current;
    settle();
  });
  group.addEventListener('keydown', (event) => {
    const items = itemsOf(group);
    const at = items.findIndex((item) => item.contains(event.target as Node));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || to === undefined || (event.target as Element).closest('[role="menu"]') || isText(event.target))
      return;
    event.preventDefault();
    event.stopPropagation();
    items[(to + items.length) % items.length].focus();
  });
  // The widget library's buttons make themselves stops when they are put into the page.
  const attributeFilter = ['hidden', 'disabled', 'tabindex'];
  new MutationObserver(settle).observe(group, { childList: true, subtree: true, attributes: true, attributeFilter });
  settle();
  return group;
}

/** The controls that can be reached now; of a radio group the chosen button. */
function itemsOf(group: HTMLElement): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(focusable)].filter((item) => {
    if (item.closest('[hidden], [role="menu"], [popover]') || (item as { disabled?: boolean }).disabled) return false;
    if (item.role === 'option') return item.hasAttribute('data-stop');
    return !(item instanceof HTMLInputElement && item.type === 'radio') || isStop(item);
  });
}

function isStop(radio: HTMLInputElement): boolean {
  if (radio.checked) return true;
  const others = [...(radio.closest('[role="radiogroup"]')?.querySelectorAll<HTMLInputElement>('input') ?? [])];
  return others[0] === radio && !others.some(({ checked }) => checked);
}

/** Fields in which the arrows move the cursor. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type);
}
