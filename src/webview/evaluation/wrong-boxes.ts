import type { BoxExample, Judgement } from '../../protocol/judgement';
import { element, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import type { TableColumn } from '../ui/table';
import { modelIndex, type EvaluationApp } from './app';

export type ErrorRow = Judgement['errors'][number];

/** A wrong box with the kind of its error. */
export interface WrongBox extends BoxExample {
  readonly kind: string;
}

/** The kind that is looked at, where the model has errors of it. */
const chosenError = ({ view }: EvaluationApp, errors: readonly ErrorRow[]): ErrorRow | undefined =>
  errors.find(({ id }) => id === view.error);

/** Wrong boxes of the kind that is looked at, or of all. */
export function wrongBoxes(app: EvaluationApp, errors: readonly ErrorRow[]): readonly WrongBox[] {
  const chosen = chosenError(app, errors);
  return (chosen ? [chosen] : errors).flatMap(({ label, examples = [] }) =>
    examples.map((one) => ({ ...one, kind: label })),
  );
}

/** A kind of error as a button that lists its boxes, where they are told. */
export function errorButton(app: EvaluationApp, { id, label, examples = [] }: ErrorRow): Node | string {
  if (examples.length === 0) return label;
  const choose = (): void => app.setView({ error: app.view.error === id ? null : id });
  const node = element('button', { class: 'link', title: t('List these boxes'), onclick: choose }, label);
  setAttribute(node, 'aria-pressed', String(app.view.error === id));
  return node;
}

/** How many, as a bar. */
export function errorBar({ count }: ErrorRow, errors: readonly ErrorRow[]): Node {
  const most = Math.max(1, ...errors.map((one) => one.count));
  const fill = element('span', { class: 'error-fill' });
  fill.style.inlineSize = `${(100 * count) / most}%`;
  return element(
    'span',
    { class: 'error-count' },
    element('span', { class: 'error-bar', 'aria-hidden': 'true' }, fill),
    String(count),
  );
}

/** A name that explains the input, or a box of it. */
export function explainLink(app: EvaluationApp, name: string, box?: BoxExample): Node {
  const explain = (): void =>
    app.post({
      kind: 'explain',
      name,
      names: [name],
      truths: [null],
      model: modelIndex(app),
      method: null,
      ...(box && { box: { index: box.index, corners: box.corners } }),
    });
  return element('button', { class: 'link', title: t('Explain {0}', name), onclick: explain }, name);
}

export const boxColumns = (app: EvaluationApp): readonly TableColumn<WrongBox>[] => [
  { key: 'input', title: t('Input'), value: ({ name }) => name, cell: (box) => explainLink(app, box.name, box) },
  { key: 'error', title: t('Error'), value: ({ kind }) => kind },
  { key: 'class', title: t('Class'), value: ({ label }) => label },
  {
    key: 'score',
    title: t('Score'),
    numeric: true,
    value: ({ score }) => score,
    cell: ({ score }) => score?.toFixed(2) ?? '—',
  },
];
