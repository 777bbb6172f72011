import { element } from '../ui/element';

interface Lines {
  readonly label: string;
  readonly text: string;
  /** That are seen at once. */
  readonly rows: number;
  readonly placeholder?: string;
}

/** A field for several lines. @param change is told the text; `false` where it cannot be understood */
export function linesField(
  { label, text, rows, placeholder }: Lines,
  change: (text: string) => boolean,
): HTMLTextAreaElement {
  const area = element('textarea', {
    class: 'field labels',
    rows,
    'aria-label': label,
    spellcheck: 'false',
    placeholder,
  });
  area.value = text;
  area.addEventListener('input', () => area.setAttribute('aria-invalid', String(!change(area.value))));
  return area;
}
