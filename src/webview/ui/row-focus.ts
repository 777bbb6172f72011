import { setAttribute } from './element';

export interface RowActions {
  /** A row was clicked, or Enter or Space pressed on it. */
  choose(key: string): void;
  /** The pointer or the focus came to a row, or left them all. */
  point?(key: string | null): void;
}

/**
 * Makes a list box of elements with a `data-key` (as `keyed` gives them) one stop of the Tab key: the arrows, Home and
 * End move the focus, and only Enter, Space or a click chooses. `update` marks the chosen row and brings it into sight
 * once.
 */
export function rowFocus(
  list: HTMLElement,
  { choose, point }: RowActions,
): { update(chosen: string | null): void; focus(): void } {
  let shown: string | null = null;
  setAttribute(list, 'role', 'listbox');
  const rows = (): HTMLElement[] => [...list.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
  const rowAt = (target: EventTarget | null): HTMLElement | undefined =>
    rows().find((row) => row.contains(target as Node));
  const settle = (): void => {
    const all = rows();
    const stop = rowAt(document.activeElement) ?? all.find(({ dataset }) => dataset.key === shown) ?? all[0];
    for (const row of all) {
      setAttribute(row, 'data-stop', row === stop);
      setAttribute(row, 'tabindex', row === stop ? 0 : -1);
    }
  };
  const pointAt = ({ target }: Event): void => point?.(rowAt(target)?.dataset.key ?? null);
  list.addEventListener('focusin', (event) => {
    settle();
    pointAt(event);
  });
  list.addEventListener('pointerover', pointAt);
  for (const away of ['focusout', 'pointerleave'] as const) list.addEventListener(away, () => point?.(null));
  list.addEventListener('click', ({ target }) => {
    const key = rowAt(target)?.dataset.key;
    if (key !== undefined) choose(key);
  });
  list.addEventListener('keydown', (event) => {
    const all = rows();
    const at = all.findIndex((row) => row === rowAt(event.target));
    const { key } = all[at]?.dataset ?? {};
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if ((event.key === 'Enter' || event.key === ' ') && key !== undefined) choose(key);
    else if (to !== undefined) all[Math.min(all.length - 1, Math.max(0, to))]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    update(chosen) {
      for (const row of rows()) {
        setAttribute(row, 'role', 'option');
        setAttribute(row, 'aria-selected', String(row.dataset.key === chosen));
        // Not by scrollIntoView, which would scroll the page, too.
        if (row.dataset.key === chosen && chosen !== shown) bringIntoSight(list, row);
      }
      shown = chosen;
      settle();
    },
    focus: () =>
      rows()
        .find(({ dataset }) => dataset.stop !== undefined)
        ?.focus(),
  };
}

function bringIntoSight(list: HTMLElement, row: HTMLElement): void {
  const [top, bottom] = [row.offsetTop - list.offsetTop, row.offsetTop - list.offsetTop + row.offsetHeight];
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}
