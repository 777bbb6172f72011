import type { ClassificationSummary, ClassSummary } from '../../protocol/evaluation-summary';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { shortNames } from '../ui/short-names';
import { table, type TableColumn } from '../ui/table';
import { modelOf, sortingOf, type EvaluationApp } from './app';
import { classesWithInputs } from './occurring';

/** In the sentence of a figure. */
const mostTold = 10;

interface ClassRow extends ClassSummary {
  readonly index: number;
}

/** F1, recall, precision and ROC AUC per class, the worst first; a click on a class lists its inputs. */
export function classTable(app: EvaluationApp): Component & FigurePart {
  const shown = table<ClassRow>({
    label: t('Classes'),
    name: 'classes',
    onSort: (sort) => sortingOf(app, 'classes').onSort(sort),
    post: app.post,
  });
  const content = memo((summary: ClassificationSummary) => ({
    rows: worstFirst(classesWithInputs(summary).map((index) => ({ ...summary.classes[index], index }))),
    columns: columns(app, shortNames(summary.classes.map(({ name }) => name))),
  }));
  const others = element('span', { class: 'quiet' });
  const node = roving(
    element(
      'section',
      { class: 'block class-table', 'aria-label': t('Classes') },
      element('div', { class: 'section-title' }, element('h2', {}, t('Classes')), others, shown.exporting),
      shown.element,
    ),
  );
  return {
    element: node,
    update() {
      const classification = modelOf(app)?.classification;
      node.hidden = !classification;
      if (!classification) return;
      const left = classification.classes.length - classesWithInputs(classification).length;
      const isOurs = sortingOf(app, 'classes').sort === null;
      const order = isOurs && t('the worst first');
      others.title = isOurs
        ? t('By F1; of equally bad classes the lower recall first, then the one with more inputs, then by name')
        : '';
      setText(others, [order, left > 0 && t('{0} more have no inputs here', left)].filter(Boolean).join(' · '));
      shown.update({ ...content(classification), sort: sortingOf(app, 'classes').sort });
    },
    notes() {
      const classification = modelOf(app)?.classification;
      const rows = classification ? content(classification).rows.slice(0, mostTold) : [];
      const told = rows.map(({ name, f1, support }) => t('{0} {1} of {2} inputs', name, figure(f1), support));
      return told.length > 0 ? [t('F1 by class, the worst first: {0}', told.join(', '))] : [];
    },
  };
}

/** Of equally bad ones that which misses more of its inputs comes first, then that with more of them. */
const worstFirst = (rows: readonly ClassRow[]): readonly ClassRow[] =>
  [...rows].sort((a, b) => a.f1 - b.f1 || a.recall - b.recall || b.support - a.support || a.name.localeCompare(b.name));

/** Those that tell the worst class stand where a narrow page shows them. */
function columns(app: EvaluationApp, shortOf: (name: string) => string): TableColumn<ClassRow>[] {
  const share = (
    key: 'precision' | 'recall' | 'f1' | 'rocAuc',
    title: string,
    hint: string,
  ): TableColumn<ClassRow> => ({
    key,
    title,
    hint,
    better: 'higher',
    numeric: true,
    value: (row) => row[key],
    cell: (row) => (row[key] === null ? '—' : figure(row[key])),
  });
  return [
    {
      key: 'class',
      title: t('Class'),
      value: ({ name }) => name,
      cell: ({ name, index }) =>
        element(
          'button',
          {
            class: 'link class-name',
            title: `${name}\n${t('Show the inputs of this class')}`,
            onclick: () => app.setView({ cell: { label: index, predicted: null }, confidence: null, filter: 'all' }),
          },
          shortOf(name),
        ),
    },
    share('f1', 'F1', t('2 hits / (predicted + inputs of the class)')),
    share('recall', t('Recall'), t('hits / inputs of the class')),
    {
      key: 'support',
      title: t('Inputs'),
      numeric: true,
      hint: t('Inputs of the class'),
      value: ({ support }) => support,
    },
    share('precision', t('Precision'), t('hits / predicted')),
    share('rocAuc', 'ROC AUC', t('area under the ROC curve, the class against the rest')),
  ];
}
