import type { StoredResults } from '../../protocol/folder';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table } from '../ui/table';
import { checkbox } from '../ui/toolkit';
import { sortingOf, summaryOf, type EvaluationApp } from './app';
import { methodColumns, scoreText, shownColumns } from './method-columns';
import { agreementText, verdictColumns } from './verdict-columns';
import { finishedRows, partialRows, type MethodRow } from './method-rows';

type Document = EvaluationApp['document'];

/** Methods × metrics: means with their intervals, the best of each model in bold. */
export function methodTable(app: EvaluationApp): Component & FigurePart {
  const content = memo(
    (
      stored: StoredResults,
      parts: boolean,
      methods: Document['methods'],
      metrics: Document['metrics'],
      verdicts: Document['verdicts'],
    ) => {
      const { cells, columns, models } = stored.summary;
      // Metrics of masks have no number where nobody has masks.
      const filled = new Set(cells.filter(({ mean }) => mean !== null).map(({ column }) => column));
      const shownOf = shownColumns(columns, metrics).filter(
        ({ column, index }) => filled.has(index) && (parts || column.part === null),
      );
      const said = verdicts.given.length > 0 ? verdictColumns() : [];
      return {
        shownOf,
        rows: finishedRows(stored, methods, verdicts),
        columns: [...methodColumns(shownOf, models.length > 1), ...said],
      };
    },
  );
  const shown = methodsTable(app, 'methods');
  const parts = checkbox(t('Parts of metrics'), false, (on) => app.setView({ parts: on }));
  const title = element(
    'div',
    { class: 'section-title' },
    element('h2', {}, t('Methods')),
    element('span', { class: 'quiet' }),
    parts.element,
    shown.exporting,
  );
  const node = roving(element('section', { class: 'block', 'aria-label': t('Methods') }, title, shown.element));
  return {
    element: node,
    update() {
      const { results, methods, metrics, verdicts } = app.document;
      const summary = summaryOf(app);
      node.hidden = !summary || summary.methods.length === 0;
      if (!summary || node.hidden) return;
      parts.set(app.view.parts);
      parts.element.hidden = !summary.columns.some(({ part }) => part !== null);
      title.children[1].textContent = [
        t('mean and {0} % bootstrap interval; best in bold', Math.round(summary.bootstrap.level * 100)),
        agreementText(verdicts),
      ]
        .filter(Boolean)
        .join(' · ');
      shown.update({
        ...content(results!, app.view.parts, methods, metrics, verdicts),
        sort: sortingOf(app, 'methods').sort,
      });
    },
    notes() {
      const { results, methods, metrics, verdicts } = app.document;
      if (!results || node.hidden) return [];
      const { rows, shownOf } = content(results, app.view.parts, methods, metrics, verdicts);
      const several = results.summary.models.length > 1;
      return rows.map(({ method, model, scores }) => {
        const numbers = shownOf.map(({ index, title }) => `${title} ${scoreText(scores.get(index))}`);
        return `${several ? `${method}, ${model}` : method}: ${numbers.join(', ')}`;
      });
    },
  };
}

/** The same table while a run goes on, without intervals. */
export function partialTable(app: EvaluationApp): Component {
  const shown = methodsTable(app, 'partial');
  return {
    element: shown.element,
    update() {
      const { run, methods, metrics } = app.document;
      const cells = run?.table?.cells ?? [];
      shown.element.hidden = cells.length === 0;
      if (!run?.started || cells.length === 0) return;
      const { models, columns } = run.started;
      shown.update({
        rows: partialRows(run.started, cells, methods),
        columns: methodColumns(shownColumns(columns, metrics), models.length > 1),
        sort: sortingOf(app, 'partial').sort,
      });
    },
  };
}

function methodsTable(app: EvaluationApp, name: string) {
  return table<MethodRow>({
    label: t('Methods'),
    name,
    onSort: (sort) => sortingOf(app, name).onSort(sort),
    post: app.post,
  });
}
