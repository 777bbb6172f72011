import { setAttribute } from '../ui/element';

/** Makes the buttons of a grid one stop of the Tab key, among which the arrows, Home and End move. */
export function gridKeys(table: HTMLElement): { settle(): void } {
  let current: HTMLElement | null = null;
  const lines = (): HTMLElement[][] =>
    [...table.querySelectorAll('.grid-rows > .grid-line')].map((line) => [
      ...line.querySelectorAll<HTMLElement>('button'),
    ]);
  const settle = (): void => {
    const all = lines().flat();
    if (!current || !all.includes(current)) current = all[0] ?? null;
    for (const one of all) setAttribute(one, 'tabindex', one === current ? 0 : -1);
  };
  table.addEventListener('focusin', ({ target }) => {
    current = (target as Element).closest('button');
    settle();
  });
  table.addEventListener('keydown', (event) => {
    const all = lines();
    const y = all.findIndex((line) => line.includes(event.target as HTMLElement));
    const x = all[y]?.indexOf(event.target as HTMLElement) ?? -1;
    const to = {
      ArrowUp: [y - 1, x],
      ArrowDown: [y + 1, x],
      ArrowLeft: [y, x - 1],
      ArrowRight: [y, x + 1],
      Home: [y, 0],
      End: [y, (all[y]?.length ?? 0) - 1],
    }[event.key];
    if (y < 0 || !to) return;
    event.preventDefault();
    const next = all[to[0]]?.[to[1]];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return { settle };
}
