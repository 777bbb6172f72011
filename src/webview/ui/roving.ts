import { setAttribute } from './element';

const focusable =
  'button, a[href], input, select, textarea, summary, vscode-button, vscode-checkbox, vscode-text-field, [tabindex]';
/** What the arrows mean something else in, and what is written in: each is a stop of its own. */
const own = 'canvas, textarea, input[type="number"], .parameters *';
/** Where ↑ and ↓ choose already. */
const chooses = 'select, input[type="range"], input[type="radio"], [role="option"]';

/**
 * Makes a group of controls one stop of the Tab key: ← and → move between them, ↑ and ↓ to the line above and below,
 * Home and End to the ends, and the one used last is where Tab comes back to. Lists and sliders among them keep ↑ and ↓,
 * a field of text the arrows until its end. Buttons of one radio group count once, and so do the rows of a list box. A
 * group within another is a part of that.
 */
export function roving<E extends HTMLElement>(group: E): E {
  let current: HTMLElement | undefined;
  setAttribute(group, 'data-roving', true);
  const isPart = (): boolean =>
    group.parentElement?.closest('[data-roving], [popover]')?.matches('[data-roving]') === true;
  const settle = (): void => {
    if (isPart()) return;
    const items = itemsOf(group);
    // What scrolls within the group needs something that has the focus, or is made a stop by the browser.
    const within = items.find((item) => item.closest('[data-roving]') !== group);
    const stop = current && items.includes(current) ? current : (within ?? items[0]);
    for (const item of group.querySelectorAll(focusable))
      if (!item.matches(own) && !isIn(item.closest('[popover]'), group))
        setAttribute(item, 'tabindex', item === stop ? 0 : -1);
  };
  group.addEventListener('focusin', ({ target }) => {
    current = itemsOf(group).find((item) => item === target || item.contains(target as Node)) ?? current;
    settle();
  });
  group.addEventListener('keydown', (event) => {
    const items = itemsOf(group);
    const at = items.findIndex((item) => item.contains(event.target as Node));
    if (at < 0 || isPart() || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if ((event.target as Element).closest('[role="menu"]') || keepsKey(event)) return;
    const to = destination(items, at, event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    to.focus();
  });
  // The widget library's buttons make themselves stops when they are put into the page.
  const attributeFilter = ['hidden', 'disabled', 'tabindex', 'open'];
  new MutationObserver(settle).observe(group, { childList: true, subtree: true, attributes: true, attributeFilter });
  settle();
  return group;
}

function destination(items: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') return beyond(items, items[at], key === 'ArrowDown');
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: items.length - 1 }[key];
  return to === undefined ? undefined : items[(to + items.length) % items.length];
}

/** The nearest control of the next line below, or above. */
function beyond(items: readonly HTMLElement[], from: HTMLElement, below: boolean): HTMLElement | undefined {
  const here = from.getBoundingClientRect();
  const places = items
    .map((item) => ({ item, box: item.getBoundingClientRect() }))
    .filter(({ box }) => (below ? box.top >= here.bottom - 1 : box.bottom <= here.top + 1));
  const middle = (box: DOMRect): number => (box.left + box.right) / 2;
  const away = (box: DOMRect): number => (below ? box.top - here.bottom : here.top - box.bottom);
  const nearest = Math.min(...places.map(({ box }) => away(box)));
  // Controls of one line may differ in height.
  const line = places.filter(({ box }) => away(box) < nearest + here.height / 2);
  return line.sort((a, b) => Math.abs(middle(a.box) - middle(here)) - Math.abs(middle(b.box) - middle(here)))[0]?.item;
}

/** The controls that can be reached now; of a radio group the chosen button. */
function itemsOf(group: HTMLElement): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(focusable)].filter((item) => {
    if (item.matches(own) || (item as { disabled?: boolean }).disabled || isHidden(item, group)) return false;
    if (item.role === 'option') return item.hasAttribute('data-stop');
    return !(item instanceof HTMLInputElement && item.type === 'radio') || isStop(item);
  });
}

/** Whether something within the group hides it; of what is folded the line that unfolds it is seen. */
function isHidden(item: Element, group: Element): boolean {
  const folded = item.localName === 'summary' ? item.parentElement?.parentElement : item;
  const hiders = [item.closest('[hidden], [role="menu"], [popover]'), folded?.closest('details:not([open])')];
  return hiders.some((hider) => isIn(hider, group));
}

const isIn = (inner: Element | null | undefined, group: Element): boolean =>
  inner != null && inner !== group && group.contains(inner);

function isStop(radio: HTMLInputElement): boolean {
  if (radio.checked) return true;
  const others = [...(radio.closest('[role="radiogroup"]')?.querySelectorAll<HTMLInputElement>('input') ?? [])];
  return others[0] === radio && !others.some(({ checked }) => checked);
}

/** Whether the control that has the focus does something else by the key. */
function keepsKey(event: KeyboardEvent): boolean {
  const { key } = event;
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'ArrowUp' || key === 'ArrowDown') return target.closest(chooses) !== null;
  if (!(target instanceof HTMLInputElement) || ['radio', 'checkbox', 'range'].includes(target.type)) return false;
  const { selectionStart, selectionEnd, value } = target;
  const isAtEnd = selectionStart === selectionEnd && selectionStart === (key === 'ArrowLeft' ? 0 : value.length);
  return !isAtEnd || !['ArrowLeft', 'ArrowRight'].includes(key);
}
