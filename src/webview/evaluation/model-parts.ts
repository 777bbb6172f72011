import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { MeasureColumn } from '../../protocol/judgement';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { sortingOf, summaryOf, type EvaluationApp } from './app';
import { numberText } from './number-text';

/** A class, label or quantity with the number of each model. */
interface Row {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** One measure per class, label or quantity, every model in a column: what one is better at than the other. */
export function modelParts(app: EvaluationApp): Component {
  const choice = select(t('Measure'), [], '', (partMeasure) => app.setView({ partMeasure }));
  const label = t('By class, models side by side');
  const shown = table<Row>({
    label,
    name: 'model-parts',
    onSort: (sort) => sortingOf(app, 'model-parts').onSort(sort),
    post: app.post,
  });
  const node = element(
    'section',
    { class: 'block', 'aria-label': label },
    element('div', { class: 'section-title' }, element('h2', {}, label), choice, shown.exporting),
    shown.element,
  );
  const content = memo(contentOf);
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      const measures = summary ? measuresOf(summary) : [];
      node.hidden = !summary || measures.length === 0;
      if (!summary || node.hidden) return;
      const usual = measures.find(({ better }) => better !== 'none') ?? measures[0];
      const measure = measures.find(({ id }) => id === app.view.partMeasure) ?? usual;
      setOptions(
        choice,
        measures.map(({ id, label: name }) => ({ value: id, label: name })),
        measure.id,
      );
      shown.update({ ...content(summary, measure), sort: sortingOf(app, 'model-parts').sort });
    },
  };
}

/** Of several models of one task; none where there is nothing to put side by side. */
function measuresOf({ models }: EvaluationSummary): readonly MeasureColumn[] {
  const [first, ...others] = models.map(({ judgement }) => judgement);
  return first && others.length > 0 && others.every((other) => other?.task === first.task) ? first.parts.columns : [];
}

function contentOf({ models }: EvaluationSummary, measure: MeasureColumn) {
  const parts = models.map(({ judgement }) => judgement!.parts);
  const names = [...new Set(parts.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const rows = names.map((name): Row => ({
    name,
    values: parts.map(({ rows: own, columns }) => {
      const at = columns.findIndex(({ id }) => id === measure.id);
      return own.find((one) => one.name === name)?.values[at] ?? null;
    }),
  }));
  const columns: TableColumn<Row>[] = [
    { key: 'name', title: parts[0].heading, value: ({ name }) => name },
    ...models.map(({ name, path }, k): TableColumn<Row> => ({
      key: `${k + 1} ${name}`,
      title: name,
      hint: [path, measure.formula].join('\n'),
      better: measure.better,
      numeric: true,
      value: ({ values }) => values[k],
      cell: ({ values }) =>
        element('span', { class: isBest(values[k], values, measure) ? 'best' : null }, numberText(values[k])),
    })),
  ];
  return { rows, columns };
}

function isBest(value: number | null, all: readonly (number | null)[], { better }: MeasureColumn): boolean {
  const told = all.filter((one) => one !== null);
  if (value === null || better === 'none' || new Set(told).size < 2) return false;
  return value === (better === 'higher' ? Math.max(...told) : Math.min(...told));
}
