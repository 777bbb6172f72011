import type { Component } from './component';
import { element } from './element';
import { t } from './l10n';

interface Place {
  readonly label: string;
  /** Null while it is not there. */
  place(): HTMLElement | null;
}

/** Links for the keyboard at the start of a page, seen while they have the focus: past what stands above its matter. */
export function skipLinks(places: readonly Place[]): Component {
  const links = places.map(({ label, place }) => {
    const go = (event: Event): void => {
      event.preventDefault();
      const to = place();
      if (to && to.tabIndex < 0) to.setAttribute('tabindex', '-1');
      to?.focus();
    };
    return { place, link: element('a', { class: 'skip-link', href: '#', onclick: go }, label) };
  });
  return {
    element: element('nav', { class: 'skip-links', 'aria-label': t('Skip') }, ...links.map(({ link }) => link)),
    update() {
      for (const { place, link } of links) link.hidden = place() === null;
    },
  };
}
