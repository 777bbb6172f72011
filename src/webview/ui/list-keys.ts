import { setAttribute } from './element';

/**
 * Makes a list box of elements with a `data-key` (as `keyed` gives them) selectable: a click, the arrow keys, Home and
 * End. `update` marks the selected one and brings it into sight once.
 */
export function selectedIn(
  list: HTMLElement,
  select: (key: string) => void,
): { update(selected: string | null): void } {
  let shown: string | null = null;
  const rows = (): HTMLElement[] => [...list.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
  list.addEventListener('click', ({ target }) => {
    const row = rows().find((one) => one.contains(target as Node));
    if (row?.dataset.key) select(row.dataset.key);
  });
  list.addEventListener('keydown', (event) => {
    const all = rows();
    const at = all.findIndex(({ dataset }) => dataset.key === shown);
    const next = {
      ArrowDown: Math.min(all.length - 1, at + 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: all.length - 1,
    }[event.key];
    const key = next === undefined ? undefined : all[next]?.dataset.key;
    if (key === undefined) return;
    event.preventDefault();
    select(key);
  });
  return {
    update(selected) {
      for (const [i, row] of rows().entries()) {
        row.id ||= `${list.className}-${i}-${row.dataset.key}`;
        setAttribute(row, 'aria-selected', String(row.dataset.key === selected));
        if (row.dataset.key !== selected) continue;
        setAttribute(list, 'aria-activedescendant', row.id);
        if (selected !== shown) row.scrollIntoView({ block: 'nearest' });
      }
      shown = selected;
    },
  };
}
