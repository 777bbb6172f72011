import type { TrainingInspection } from '../../protocol/training';
import { numberField, select } from '../ui/controls';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import type { TrainingApp } from './app';

/** Numbers of inputs to learn from, for a curve. */
export function sizesField(sizes: readonly string[], onChange: (sizes: readonly string[]) => void): HTMLInputElement {
  const field = element('input', {
    class: 'field',
    type: 'text',
    spellcheck: 'false',
    placeholder: t('all inputs'),
    'aria-label': t('Sample sizes, for a curve of accuracy by the number of inputs'),
    title: t('78, 200, 600 or auto; 46+32 counts by class. Empty: every network learns from all inputs.'),
  });
  field.value = sizes.join(', ');
  field.addEventListener('input', () => {
    const words = field.value.split(/[\s,;]+/).filter(Boolean);
    const right = words.every((word) => /^(auto|\d+([+]\d+)*)$/.test(word));
    setAttribute(field, 'aria-invalid', right ? null : 'true');
    if (right) onChange(words);
  });
  return field;
}

const OTHER = 'other';

/** The usual numbers of folds by name, and any other. */
export function splitControl(app: TrainingApp, found: TrainingInspection | null): HTMLElement {
  const { folds } = app.document.setup!;
  const all = found?.counts.learning ?? null;
  const usual = [
    { value: '1', label: t('train once') },
    { value: '5', label: t('5 folds') },
    { value: '10', label: t('10 folds') },
    ...(all !== null && all > 10 ? [{ value: String(all), label: t('leave one out') }] : []),
  ];
  const known = usual.some(({ value }) => value === String(folds));
  const number = numberField({
    label: t('Number of folds'),
    value: folds,
    minimum: 1,
    integer: true,
    onChange: (next) => next !== null && app.choose({ folds: next }),
  });
  number.hidden = known;
  const options = [...usual, { value: OTHER, label: t('other number') }];
  const choice = select(t('Split'), options, known ? String(folds) : OTHER, (value) => {
    number.hidden = value !== OTHER;
    if (value === OTHER) number.focus();
    else app.choose({ folds: Number(value) });
  });
  return element('span', { class: 'labelled' }, choice, number);
}

export function splitSentence(folds: number, found: TrainingInspection | null): string {
  if (folds > 1) return t('Each part is validated once by a network that learned from the others.');
  return found && found.counts.test > 0
    ? t('Judged by the inputs to test with; the last epoch is kept.')
    : t('A fifth is held out; the epoch of the best F1 is kept.');
}
