import type { StatedInput } from '../../protocol/recipe';
import { numbersOf } from '../ui/controls';
import { t } from '../ui/l10n';

/** A way to say what an input beside the image is: fields for text, and what they come to. */
export interface StatedForm {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly { readonly label: string; readonly placeholder: string }[];
  /** The texts of a stated value; null where it is of another form. */
  texts(stated: StatedInput): readonly string[] | null;
  /** Null where the texts are none. */
  value(texts: readonly string[]): StatedInput | null;
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** Every way. */
export const statedForms = (): readonly StatedForm[] => [
  {
    id: 'numbers',
    label: t('Numbers'),
    fields: [{ label: t('One for all, or each'), placeholder: '0' }],
    texts: (stated) =>
      typeof stated === 'number' ? [String(stated)] : Array.isArray(stated) ? [stated.join(', ')] : null,
    value: ([text]) => {
      const numbers = numbersOf(text);
      return numbers?.length === 1 ? numbers[0] : (numbers ?? null);
    },
  },
  {
    id: 'beside',
    label: t('A file beside the image'),
    fields: [{ label: t('Its name; {name} is that of the image'), placeholder: '{name}-right.png' }],
    texts: (stated) => (typeof stated === 'object' && 'beside' in stated ? [stated.beside] : null),
    value: ([text]) => (text.trim() ? { beside: text.trim() } : null),
  },
  {
    id: 'table',
    label: t('Columns of a table'),
    fields: [
      { label: t('Table'), placeholder: 'facts.csv' },
      { label: t('Columns'), placeholder: 'age, sex' },
    ],
    texts: (stated) =>
      typeof stated === 'object' && 'table' in stated ? [stated.table, stated.columns.join(', ')] : null,
    value: ([table, columns]) =>
      table.trim() && listed(columns).length > 0 ? { table: table.trim(), columns: listed(columns) } : null,
  },
  {
    id: 'array',
    label: t('A .npy file beside the model'),
    fields: [{ label: t('Its name'), placeholder: 'facts.npy' }],
    texts: (stated) => (typeof stated === 'string' ? [stated] : null),
    value: ([text]) => text.trim() || null,
  },
];
