import type { Card } from '../../protocol/explain-document';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';

/** What a map warns of, in what a line has left; an enlarged card has room for the whole of it. */
export function cardWarnings() {
  const text = element('span', { class: 'warnings-text' });
  const node = element('p', { class: 'warnings' }, icon('warning'), text);
  return {
    element: node,
    update(card: Card): void {
      const said = card.state === 'done' ? card.result.warnings.join(' ') : '';
      setText(text, said);
      setAttribute(node, 'title', said || null);
      node.classList.toggle('none', !said);
    },
  };
}
