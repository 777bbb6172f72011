import type { ModelLabels } from '../../protocol/comparison-panel';
import { valueOf } from '../../protocol/loading';
import { isBackground } from '../../protocol/target';
import { classColor } from '../draw/class-colors';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn, type TableSort } from '../ui/table';
import type { ComparisonApp } from './app';
import {
  agreementOf,
  commonLabels,
  differenceOf,
  sharesOf,
  type Agreement,
  type CommonLabels,
} from './label-agreement';
import { labelTile } from './label-tile';
import { labelView, type ShownLabels } from './label-view';
import './labels.css';

/** A class with its share of the image by each model, and how every two models agree on it. */
interface Row {
  readonly index: number;
  readonly name: string;
  readonly shares: readonly number[];
  readonly iou: readonly (number | null)[];
}

/** Two of the models. */
interface Pair extends Agreement {
  readonly first: number;
  readonly second: number;
  readonly name: string;
}

interface Agreements extends CommonLabels {
  readonly models: readonly string[];
  readonly pairs: readonly Pair[];
  readonly rows: readonly Row[];
}

/** What segmenters make of the image, side by side: their label maps, where two differ, and how each class agrees. */
export function labelMaps(app: ComparisonApp): Component & FigurePart {
  let sort: TableSort | null = null;
  const grid = element('div', { class: 'maps' });
  const pointed = element('p', { class: 'quiet figure pointed-classes', 'aria-live': 'off' });
  const shown = table<Row>({
    label: t('Classes by model'),
    name: 'classes',
    post: app.post,
    onSort: (next) => {
      sort = next;
      update();
    },
  });
  const node = element(
    'section',
    { 'aria-label': t('Label maps') },
    element('div', { class: 'section-head' }, element('h2', {}, t('Label maps')), shown.exporting),
    grid,
    pointed,
    shown.element,
  );
  const agreements = memo(agreementsOf);
  const columns = memo(columnsOf);
  let drawn: Agreements | null = null;
  app.viewport.onChange(() => drawn && setText(pointed, classesAt(drawn, app.viewport.pointer)));

  function update(): void {
    const value = valueOf(app.document.shown);
    const found = value && value.labelMaps.length > 0 ? agreements(value.labelMaps) : null;
    node.hidden = app.document.current === null || !found;
    if (!found || !value) return;
    if (found !== drawn) grid.replaceChildren(...mapsOf(found).map((map) => labelView(app, map, value.image)));
    drawn = found;
    setText(pointed, classesAt(found, app.viewport.pointer));
    shown.update({ rows: found.rows, columns: columns(found), sort });
  }
  return {
    element: node,
    update,
    tiles: () => {
      const image = valueOf(app.document.shown)?.image ?? null;
      return drawn && !node.hidden ? mapsOf(drawn).map((map) => labelTile(map, image, drawn!.names)) : [];
    },
  };
}

/** The label map of every model, and of every two where they differ. */
function mapsOf({ names, maps, models, pairs }: Agreements): ShownLabels[] {
  const background = new Set(names.flatMap((name, k) => (isBackground(name) ? [k] : [])));
  const same = names.length;
  return [
    ...maps.map((map, k) => ({ name: models[k], map, hidden: background, said: '' })),
    ...pairs.map(({ first, second, name, differing }) => ({
      name: t('Where they differ: {0}', name),
      map: differenceOf(maps[first], maps[second], same),
      hidden: new Set([same]),
      said: t('{0} of the image has another class; its colour is that of {1}', percent(differing), models[second]),
    })),
  ];
}

function agreementsOf(all: readonly ModelLabels[]): Agreements {
  const { names, maps } = commonLabels(all);
  const models = all.map(({ model }) => model);
  const pairs = maps.flatMap((a, first) =>
    maps.slice(first + 1).map((b, k): Pair => {
      const second = first + 1 + k;
      const name = `${models[first]} × ${models[second]}`;
      return { first, second, name, ...agreementOf(a, b, names.length) };
    }),
  );
  const shares = maps.map((map) => sharesOf(map, names.length));
  const rows = names
    .map((name, index): Row => ({
      index,
      name,
      shares: shares.map((own) => own[index]),
      iou: pairs.map(({ iou }) => iou[index]),
    }))
    .filter((row) => row.shares.some((share) => share > 0));
  return { names, maps, models, pairs, rows };
}

function columnsOf({ models, pairs }: Agreements): TableColumn<Row>[] {
  return [
    {
      key: 'class',
      title: t('Class'),
      value: ({ name }) => name,
      cell: ({ index, name }) => {
        const swatch = element('span', { class: 'class-swatch', 'aria-hidden': 'true' });
        if (!isBackground(name)) swatch.style.background = classColor(index).css;
        return element('span', { class: 'class-of-map' }, swatch, name);
      },
    },
    ...models.map((model, k): TableColumn<Row> => ({
      key: `${k + 1} ${model}`,
      title: model,
      hint: t('Its share of the image'),
      numeric: true,
      value: ({ shares }) => shares[k],
      cell: ({ shares }) => percent(shares[k]),
    })),
    ...pairs.map(({ name }, k): TableColumn<Row> => ({
      key: `iou ${k + 1} ${name}`,
      title: pairs.length > 1 ? t('IoU, {0}', name) : t('IoU of the two'),
      hint: t('What both give the class over what either does'),
      better: 'higher',
      numeric: true,
      value: ({ iou }) => iou[k],
      cell: ({ iou }) => (iou[k] === null ? '—' : figure(iou[k])),
    })),
  ];
}

/** What each model says of the place that is pointed at; a space where none is, so that nothing moves. */
function classesAt({ maps, models, names }: Agreements, at: ComparisonApp['viewport']['pointer']): string {
  const isInside = at && at.u >= 0 && at.v >= 0 && at.u < 1 && at.v < 1;
  if (!isInside) return '\u00a0';
  return maps
    .map(({ width, height, classes }, k) => {
      const place = Math.floor(at.v * height) * width + Math.floor(at.u * width);
      return `${models[k]}: ${names[classes[place]]}`;
    })
    .join(' · ');
}
