import type { ModelSummary, EvaluationSummary } from '../../protocol/evaluation-summary';
import type { Measure } from '../../protocol/judgement';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { figure, percent } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table, type TableColumn } from '../ui/table';
import { button } from '../ui/toolkit';
import { modelIndex, modelOf, sortingOf, summaryOf, type EvaluationApp } from './app';

/** Measures of the top line, in its order. */
const top: readonly string[] = [
  'accuracy',
  'top-5',
  'f1-macro',
  'f1-micro',
  'f1-weighted',
  'precision-macro',
  'recall-macro',
  'roc-auc',
  'ece',
];
/** Measures of other tasks in the top line. */
const MOST_ON_TOP = 5;
/** Those that are shares, shown in per cent. */
const shares = new Set(['accuracy', 'top-5', 'balanced-accuracy']);

function text({ id, value, unit }: Measure): string {
  if (value === null) return '—';
  return shares.has(id) ? percent(value) : [figure(value), unit].filter(Boolean).join('\u00a0');
}

/** The top line of the model looked at, and all models side by side. */
export function overview(app: EvaluationApp): Component & FigurePart {
  const choice = element('div', { class: 'model-choice' });
  const line = element('dl', { class: 'measures' });
  const facts = element('p', { class: 'quiet' });
  const warnings = element('div', {});
  const shown = table<ModelSummary>({
    label: t('Models'),
    name: 'models',
    onSort: (sort) => sortingOf(app, 'models').onSort(sort),
    post: app.post,
  });
  const all = element(
    'details',
    { class: 'all-measures' },
    element('summary', {}, t('All measures')),
    element('div', { class: 'section-title' }, shown.exporting),
    shown.element,
  );
  const content = memo((summary: EvaluationSummary) => ({ rows: summary.models, columns: columnsOf(summary) }));
  const difference = button({ label: t('Compare with last run'), onClick: () => app.post({ kind: 'difference' }) });
  const node = roving(
    element(
      'section',
      { class: 'block', 'aria-label': t('Results') },
      element('div', { class: 'section-title' }, choice, facts, difference),
      line,
      warnings,
      all,
    ),
  );
  const draw = memo((summary: EvaluationSummary, model: number) => {
    const options = summary.models.map(({ name, path, hash }, i) => ({
      value: String(i),
      label: name,
      title: `${path}\n${hash.slice(0, 12)}`,
    }));
    choice.replaceChildren(
      options.length > 1
        ? segments(t('Model'), 'model', options, String(model), (next) =>
            app.setView({ model: Number(next), cell: null }),
          )
        : element('strong', { title: options[0].title }, options[0].label),
    );
    const { classification, warnings: said } = summary.models[model];
    const measures = onTop(summary.models[model]);
    line.replaceChildren(
      ...(measures.length > 0
        ? measures.map((measure) => entryOf(measure, classification && intervalOf(measure, classification)))
        : [element('p', { class: 'quiet' }, t('The inputs have no labels: only explanations were judged.'))]),
    );
    warnings.replaceChildren(...said.map((warning) => element('p', { class: 'remark' }, icon('warning'), warning)));
  });
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      const { results } = app.document;
      if (!summary || !results) return;
      draw(summary, modelIndex(app));
      facts.textContent = [
        t('{0} inputs', summary.images),
        summary.skipped > 0 && t('{0} left out', summary.skipped),
        modelOf(app)?.device,
        new Date(results.finished).toLocaleString(),
      ]
        .filter(Boolean)
        .join(' · ');
      facts.title = summary.command;
      difference.hidden = !results.previous;
      all.hidden = !summary.models.some((model) => measuresOf(model).length > 0);
      shown.update({ ...content(summary), sort: sortingOf(app, 'models').sort });
    },
    notes() {
      const model = modelOf(app);
      const measures = model ? onTop(model) : [];
      return measures.length > 0 ? [measures.map((one) => `${one.label} ${text(one)}`).join(', ')] : [];
    },
  };
}

/** Measures of the top line; none where the inputs have no labels. */
function onTop({ classification, judgement }: ModelSummary): readonly Measure[] {
  if (classification) return top.flatMap((id) => classification.measures.filter((measure) => measure.id === id));
  return judgement?.measures.slice(0, MOST_ON_TOP) ?? [];
}

function intervalOf({ id }: Measure, { accuracy }: NonNullable<ModelSummary['classification']>): HTMLElement | null {
  if (id !== 'accuracy' || accuracy.low === null || accuracy.high === null) return null;
  return element('span', { class: 'interval' }, `${percent(accuracy.low)} … ${percent(accuracy.high)}`);
}

const entryOf = (measure: Measure, interval: HTMLElement | null = null): HTMLElement =>
  element(
    'div',
    { class: 'measure', title: measure.formula },
    element('dt', { class: 'quiet' }, measure.label),
    element('dd', { class: 'figure' }, text(measure), interval),
  );

const measuresOf = ({ classification, judgement }: ModelSummary): readonly Measure[] =>
  judgement?.measures ?? classification?.measures ?? [];

function columnsOf({ models }: EvaluationSummary): TableColumn<ModelSummary>[] {
  const measures = models.map(measuresOf).find((list) => list.length > 0) ?? [];
  const of = (model: ModelSummary, id: string): Measure | undefined =>
    measuresOf(model).find((measure) => measure.id === id);
  const bestOf = (id: string, better: Measure['better']): number => {
    const values = models.flatMap((model) => of(model, id)?.value ?? []);
    return models.length > 1 ? (better === 'higher' ? Math.max(...values) : Math.min(...values)) : NaN;
  };
  return [
    {
      key: 'model',
      title: t('Model'),
      value: ({ name }) => name,
      cell: ({ name, path, hash }) => element('span', { title: `${path}\n${hash}` }, name),
    },
    ...measures.map(({ id, label, formula, better }): TableColumn<ModelSummary> => {
      const best = bestOf(id, better);
      return {
        key: id,
        title: label,
        hint: formula,
        better,
        numeric: true,
        value: (model) => of(model, id)?.value ?? null,
        cell: (model) => {
          const measure = of(model, id);
          return measure ? element('span', { class: measure.value === best ? 'best' : null }, text(measure)) : '—';
        },
      };
    }),
  ];
}
