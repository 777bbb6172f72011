import { element } from './element';
import { t } from './l10n';

/** Links for the keyboard at the start of a page, seen while they have the focus: past what stands above its matter. */
export function skipLinks(places: readonly { readonly label: string; place(): HTMLElement | null }[]): HTMLElement {
  const links = places.map(({ label, place }) => {
    const go = (event: Event): void => {
      event.preventDefault();
      place()?.focus();
    };
    return element('a', { class: 'skip-link', href: '#', onclick: go }, label);
  });
  return element('nav', { class: 'skip-links', 'aria-label': t('Skip') }, ...links);
}
