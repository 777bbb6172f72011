import type { ScatteringBank } from '../../protocol/scattering';
import { paletteOf } from '../draw/palette';
import type { Cell } from '../grid/content';
import { Grid } from '../grid/grid';
import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { busyState, errorState } from '../ui/states';
import { bankOf, type ScatteringApp } from './app';
import { frequencyImages, spaceImages, sumImage } from './bank-images';
import { filterTable } from './filter-table';
import { phaseLegend } from './phase-legend';
import { degrees, filterName } from './words';

/**
 * The filter bank in space and in frequency, rows scales and columns angles; the sum of its energies; and the filters
 * as a table.
 */
export function bankView(app: ScatteringApp): Component {
  const select = (filter: number): void => app.setView({ filter });
  const [space, frequency] = [t('Wavelets in space'), t('Wavelets in frequency')].map((label) => ({
    label,
    grid: new Grid(label, { select }),
  }));
  const wheel = phaseLegend(app);
  const sum = littlewoodPaley(app);
  const table = filterTable(app);
  const instead = element('div', {});
  const grids = element(
    'div',
    { class: 'banks' },
    ...[space, frequency].map(({ label, grid }) =>
      element('section', { class: 'bank', 'aria-label': label }, element('h2', {}, label), grid.element),
    ),
  );
  const note = element('p', { class: 'quiet' });
  const below = element('div', { class: 'banks' }, wheel.element, sum.element);
  const node = element('div', { class: 'bank-view' }, instead, grids, note, below, table.element);
  const cells = memo(cellsOf);
  return {
    element: node,
    update() {
      const bank = bankOf(app);
      instead.hidden = bank !== null;
      if (!bank) instead.replaceChildren(...insteadOf(app));
      for (const part of [grids, note, below, table.element]) part.hidden = !bank;
      if (!bank) return;
      const palette = paletteOf(app.document.palette);
      const { size, filter, window, zero } = app.view;
      const common = { cells: cells(bank), columns: bank.request.L, fit: true };
      space.grid.show({ ...common, atlases: [spaceImages(bank, window, zero)] }, size, filter);
      frequency.grid.show({ ...common, atlases: [frequencyImages(bank, palette)] }, size, filter);
      setText(
        note,
        t(
          'Rows: scales from j = 0 at the top; columns: angles; the low-pass φ comes last. Each filter is drawn relative to its own peak; zero frequency is in the middle. Padded to {0} × {1} pixels.',
          ...bank.padded,
        ),
      );
      for (const part of [wheel, sum, table]) part.update();
    },
  };
}

function cellsOf({ filters }: ScatteringBank): Cell[] {
  return filters.map((filter, id) => ({
    id,
    tile: id,
    caption: filter.angle === null ? 'φ' : degrees(filter.angle),
    label: t('Filter {0}', filterName(filter)),
  }));
}

function insteadOf(app: ScatteringApp): HTMLElement[] {
  const { bank } = app.document;
  if (bank.state !== 'error') return [busyState(t('Making the filters…'))];
  return [
    errorState(bank.error, [
      { label: t('Try again'), run: () => app.post({ kind: 'retry' }) },
      { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
    ]),
  ];
}

/** The share of energy the bank keeps at each frequency, with its extremes. */
function littlewoodPaley(app: ScatteringApp): Component {
  const image = largeImage();
  const legend = colorLegend();
  const extremes = element('p', { class: 'figure' });
  const title = element('h2', { title: '|φ(ω)|² + ½ Σ (|ψ(ω)|² + |ψ(−ω)|²)' }, t('Littlewood-Paley sum'));
  const node = element('section', { class: 'sum' }, title, image.element, legend.element, extremes);
  return {
    element: node,
    update() {
      const bank = bankOf(app);
      if (!bank) return;
      const { atlas, key, minimum, maximum } = sumImage(bank, paletteOf(app.document.palette));
      const { width, height } = atlas.source;
      const read = (u: number, v: number): string => {
        const [x, y] = [Math.floor(u * width), Math.floor(v * height)];
        if (x < 0 || y < 0 || x >= width || y >= height) return '';
        return `${figure((y - (height >> 1)) / height)}, ${figure((x - (width >> 1)) / width)}: ${figure(bank.littlewoodPaley.data[y * width + x])}`;
      };
      image.update(atlas, 0, t('Littlewood-Paley sum'), read);
      legend.update(key);
      setText(
        extremes,
        t('From {0} to {1}. Where it is 1, the bank keeps all energy.', figure(minimum), figure(maximum)),
      );
    },
  };
}
