import { onStillClick } from '../ui/still-click';
import type { ExplainApp } from './app';

/** A click on a map, or Enter, gives its card the page; Escape gives it back, with the place and the focus of before. */
export function enlargement(app: ExplainApp, cards: HTMLElement): { update(): void } {
  let scrolled = 0;
  let shown: string | null = null;
  const cardAt = (target: EventTarget | null): HTMLElement | null => {
    const canvas = target instanceof Element ? target.closest('.stage-canvas') : null;
    return canvas?.closest<HTMLElement>('[data-enlarge]:not([data-painting])') ?? null;
  };
  const enlarge = (card: HTMLElement | null): void => {
    if (card && app.view.enlarged === null) app.setView({ enlarged: card.dataset.enlarge ?? null });
  };
  onStillClick(cards, ({ target }) => enlarge(cardAt(target)));
  cards.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') enlarge(cardAt(event.target));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector(':popover-open, dialog[open]'))
      return;
    if (app.view.layout === 'cards' && app.view.fromGrid)
      app.setView({ layout: 'grid', enlarged: null, fromGrid: false });
    else if (app.view.enlarged !== null) app.setView({ enlarged: null });
  });
  return {
    update() {
      const all = [...cards.querySelectorAll<HTMLElement>('[data-enlarge]')];
      const wanted = app.view.enlarged;
      const found = all.find(({ dataset }) => dataset.enlarge === wanted);
      cards.classList.toggle('with-enlarged', Boolean(found));
      for (const card of all) card.classList.toggle('enlarged', card === found);
      const now = found ? wanted : null;
      if (now === shown) return;
      const left = all.find(({ dataset }) => dataset.enlarge === shown);
      if (shown === null) scrolled = document.documentElement.scrollTop;
      shown = now;
      document.documentElement.scrollTop = now === null ? scrolled : 0;
      (found ?? left)?.querySelector<HTMLElement>('.stage-canvas')?.focus({ preventScroll: true });
    },
  };
}
