import { element } from '../ui/element';

interface Text {
  readonly label: string;
  readonly text: string | undefined;
  readonly placeholder?: string;
}

/** A field for one text; nothing but spaces is none. */
export function textField(
  { label, text = '', placeholder }: Text,
  change: (text: string | undefined) => void,
): HTMLInputElement {
  const node = element('input', {
    class: 'field',
    type: 'text',
    'aria-label': label,
    spellcheck: 'false',
    placeholder,
  });
  node.value = text;
  node.addEventListener('input', () => change(node.value.trim() || undefined));
  return node;
}
