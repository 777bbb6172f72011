import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { csvOf, table, type CellValue, type TableColumn, type TableContent } from '../ui/table';
import { comparedOf, pairName, type ComparisonApp } from './app';
import { measured, type Measure, type Measured, type PairNumber } from './measures';

/** Up to so many pairs stand side by side, each measure a line with its formula; more pairs are lines themselves. */
const mostSideBySide = 3;

interface Row {
  readonly name: string;
  readonly formula: string;
  readonly numbers: readonly PairNumber[];
  readonly kinds: readonly Measure['is'][];
}

export interface Tables extends Component, FigurePart {
  files(): { readonly name: string; readonly text: string }[];
}

/** Correlations and distances, and tests with effect sizes, of every two maps. */
export function tables(app: ComparisonApp): Tables {
  const alike = section(app, {
    title: t('How alike'),
    name: 'pairs',
    measures: ({ comparisons }) => comparisons,
  });
  const tests = section(app, { title: t('Tests'), name: 'tests', measures: (all) => all.tests });
  const correction = select(t('Correction of p values'), [], app.view.correction, (id) =>
    app.setView({ correction: id }),
  );
  const note = element(
    'p',
    { class: 'quiet' },
    t(
      'Values are min-max scaled before each test. Neighbouring positions are not independent, so p values are smaller than they should be: read the effect sizes first.',
    ),
  );
  tests.head.firstElementChild?.after(
    element('label', { class: 'labelled' }, element('span', {}, t('Correction')), correction),
  );
  tests.element.append(note);
  const now = memo((document: ComparisonApp['document'], view: ComparisonApp['view']) =>
    measured({ ...app, document, view }),
  );
  return {
    element: element('div', { class: 'tables' }, alike.element, tests.element),
    update() {
      const compared = comparedOf(app);
      if (compared)
        setOptions(
          correction,
          compared.terms.corrections.map(({ id, label }) => ({ value: id, label })),
          app.view.correction,
        );
      const all = now(app.document, app.view);
      alike.update(all);
      tests.update(all);
    },
    files: () => [alike, tests].map(({ file }) => file()),
    notes: () => pairSentences(now(app.document, app.view)),
  };
}

/** How alike the maps of each pair are, a sentence each. */
function pairSentences(all: Measured | null): string[] {
  return (all?.pairs ?? []).map((pair, at) => {
    const numbers = all!.comparisons.map((one) => `${one.title} ${numberText(one.of(at))}`);
    return `${pairName(pair)}: ${numbers.join(', ')}`;
  });
}

const numberText = ({ value, interval }: PairNumber): string =>
  [value === null ? '—' : figure(value), interval && `(${figure(interval[0])} … ${figure(interval[1])})`]
    .filter(Boolean)
    .join(' ');

interface SectionOptions {
  readonly title: string;
  readonly name: string;
  measures(all: Measured): readonly Measure[];
}

function section(app: ComparisonApp, { title, name, measures }: SectionOptions) {
  const view = table<Row>({
    label: title,
    name,
    post: app.post,
    onSort: (sort) => app.setView({ sort: sort && { id: sort.key, down: sort.descending } }),
  });
  const count = element('span', { class: 'quiet' });
  const head = element('div', { class: 'section-head' }, element('h2', {}, title), count, view.exporting);
  const node = element('section', { 'aria-label': title }, head, view.element);
  const layout = memo((all: Measured) => contentOf(all, measures(all)));
  let content: TableContent<Row> = { columns: [], rows: [], sort: null };
  return {
    element: node,
    head,
    update(all: Measured | null): void {
      node.hidden = !all;
      if (!all) return;
      const { sort } = app.view;
      content = { ...layout(all), sort: sort && { key: sort.id, descending: sort.down } };
      setText(
        count,
        app.document.current === null ? t('mean over {0} images, 95 % interval', comparedOf(app)?.images ?? 0) : '',
      );
      view.update(content);
    },
    file: () => ({ name: `${name}.csv`, text: csvOf(content) }),
  };
}

function contentOf({ pairs }: Measured, measures: readonly Measure[]): Pick<TableContent<Row>, 'columns' | 'rows'> {
  if (pairs.length > mostSideBySide) {
    const rows = pairs.map((pair, at): Row => ({
      name: pairName(pair),
      formula: '',
      numbers: measures.map((one) => one.of(at)),
      kinds: measures.map(({ is }) => is),
    }));
    return {
      rows,
      columns: [
        nameColumn(t('Maps')),
        ...measures.map(({ key, title, formula, better }, i) => numberColumn({ key, title, hint: formula, better }, i)),
      ],
    };
  }
  const rows = measures.map((one): Row => ({
    name: one.title,
    formula: [one.formula, arrowOf(one)].filter(Boolean).join(' · '),
    numbers: pairs.map((_, at) => one.of(at)),
    kinds: pairs.map(() => one.is),
  }));
  const formula: TableColumn<Row> = {
    key: 'formula',
    title: t('Formula'),
    value: (row) => row.formula,
    cell: (row) => element('span', { class: 'quiet formula' }, row.formula),
  };
  return {
    rows,
    columns: [
      nameColumn(t('Measure')),
      ...pairs.map((pair, i) => numberColumn({ key: pairName(pair), title: pairName(pair) }, i)),
      formula,
    ],
  };
}

function arrowOf({ better }: Measure): string {
  if (better === 'none') return '';
  return better === 'higher' ? t('higher is more alike') : t('lower is more alike');
}

function nameColumn(title: string): TableColumn<Row> {
  return { key: 'name', title, value: ({ name }) => name };
}

function numberColumn(
  column: Pick<TableColumn<Row>, 'key' | 'title' | 'hint' | 'better'>,
  at: number,
): TableColumn<Row> {
  const end =
    (side: 0 | 1) =>
    ({ numbers }: Row): CellValue =>
      numbers[at].interval?.[side] ?? null;
  return {
    ...column,
    numeric: true,
    value: ({ numbers }) => numbers[at].value,
    cell: ({ numbers, kinds }) => cellOf(numbers[at], kinds[at]),
    more: { low: end(0), high: end(1) },
  };
}

function cellOf({ value, interval, hint }: PairNumber, kind: Measure['is']): HTMLElement {
  const text =
    value === null ? '—' : kind === 'p' && value === 0 ? '< 1e−300' : kind === 'count' ? String(value) : figure(value);
  const range = interval && element('span', { class: 'interval' }, `${figure(interval[0])} … ${figure(interval[1])}`);
  return element(
    'span',
    { title: hint ?? (value === null ? t('not defined for these maps') : String(value)) },
    text,
    range,
  );
}
