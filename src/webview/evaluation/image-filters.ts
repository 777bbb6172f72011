import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { tagCounts } from '../../protocol/image-tags';
import type { Component } from '../ui/component';
import { segments, select, setOptions } from '../ui/controls';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { button, textField } from '../ui/toolkit';
import { methodIndex, summaryOf, type EvaluationApp, type ImageFilter } from './app';
import { cellText } from '../confusion/confusion';
import { insideObject } from './ordering';
import { chosenTag, type Selection } from './selection';
import { methodTitles } from './titles';

/** Which inputs are shown, how many they are, and what narrows them down. */
export function imageFilters(app: EvaluationApp, selection: Selection): Component {
  const method = select(t('Numbers of the method'), [], '', (value) => app.setView({ method: Number(value) }));
  const filters = element('div', {});
  const search = textField({
    label: t('Search inputs'),
    placeholder: t('Search inputs'),
    value: app.view.search,
    onInput: (text) => app.setView({ search: text }),
  });
  const tag = select(t('Tag'), [], '', (value) => app.setView({ tag: value || null }));
  const cell = button({ label: '', onClick: () => app.setView({ cell: null }) });
  const confidence = button({
    label: '',
    title: t('Click to show the others, too'),
    onClick: () => app.setView({ confidence: null }),
  });
  const triage = button({
    label: t('Triage'),
    title: t('Misclassified inputs, those whose attribution lies furthest outside the mask first'),
    onClick: () =>
      app.setView({
        filter: 'wrong',
        cell: null,
        confidence: null,
        sorts: { ...app.view.sorts, images: { key: triageKey, descending: false } },
      }),
  });
  const counted = element('span', { class: 'quiet figure', role: 'status' });
  const node = roving(
    element(
      'div',
      { class: 'image-bar' },
      filters,
      triage,
      element('label', { class: 'labelled' }, element('span', { class: 'quiet' }, t('Method')), method),
      search,
      tag,
      cell,
      confidence,
      counted,
    ),
  );
  let triageKey = '';
  let drawn = '';

  function drawControls(summary: EvaluationSummary): void {
    const titles = methodTitles(summary.methods, app.document.methods);
    const key = JSON.stringify([app.view.filter, titles, methodIndex(app)]);
    if (key === drawn) return;
    drawn = key;
    const options = [
      { value: 'all', label: t('All'), title: t('All inputs') },
      { value: 'wrong', label: t('Wrong'), title: t('Misclassified inputs') },
      { value: 'right', label: t('Right'), title: t('Correctly classified inputs') },
    ];
    if (!filters.contains(document.activeElement))
      filters.replaceChildren(
        segments(t('Which inputs'), 'filter', options, app.view.filter, (filter) =>
          app.setView({ filter: filter as ImageFilter }),
        ),
      );
    method.replaceChildren(...titles.map((title, k) => element('option', { value: k }, title)));
    method.value = String(methodIndex(app));
    (method.parentElement as HTMLElement).hidden = summary.methods.length === 0;
  }
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      const listed = selection();
      if (summary) drawControls(summary);
      if (!summary || !listed) return;
      const { view } = app;
      const { columns, metrics, order } = listed;
      const tags = tagCounts(app.document.tags);
      tag.hidden = tags.length === 0;
      setOptions(
        tag,
        [
          { value: '', label: t('Any tag') },
          ...tags.map((one) => ({ value: one.tag, label: `${one.tag} (${one.count})` })),
        ],
        chosenTag(app) ?? '',
      );
      cell.hidden = view.cell === null;
      if (view.cell) {
        setText(cell, `${cellText(view.cell, columns.classes.map(shortened))} ×`);
        cell.title = `${cellText(view.cell, columns.classes)}\n${t('Click to show the others, too')}`;
      }
      confidence.hidden = view.confidence === null;
      if (view.confidence)
        setText(
          confidence,
          `${t('confidence {0} to {1}', figure(view.confidence.from), figure(view.confidence.to))} ×`,
        );
      const inside = summary.columns.find(({ metric, part }) => metric === insideObject && part === null)?.name;
      triageKey = metrics.some(({ key }) => key === inside) ? inside! : '';
      triage.hidden = triageKey === '' || columns.label.every((label) => label < 0);
      filters.hidden = columns.label.every((label) => label < 0);
      setText(counted, t('{0} of {1}', grouped(order.length), grouped(columns.names.length)));
    },
  };
}

const grouped = (count: number): string => count.toLocaleString('en-US').replace(/,/g, '\u202f');

/** Names of classes may be long sentences. */
const mostCharacters = 28;
const shortened = (name: string): string =>
  name.length > mostCharacters ? `${name.slice(0, mostCharacters - 1).trimEnd()}…` : name;
