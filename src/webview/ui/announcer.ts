import { element, setText } from './element';

/** Says to screen readers what happens elsewhere on the page, without showing it. */
export function announcer() {
  const node = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  return { element: node, say: (sentence: string): void => setText(node, sentence) };
}
