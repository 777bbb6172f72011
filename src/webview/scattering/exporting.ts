import { csvLines } from '../../protocol/csv';
import type { FloatMap } from '../../protocol/raster';
import type { OutputFile } from '../../protocol/output';
import { paletteOf } from '../draw/palette';
import { drawSheet, pngOf } from '../grid/sheet';
import { t } from '../ui/l10n';
import { bankOf, coefficientsOf, signalOf, type ScatteringApp } from './app';
import { frequencyImages, spaceImages, sumImage } from './bank-images';
import { coefficientImages, discImages } from './coefficient-images';
import { cells, columnsOf } from './coefficient-view';
import { scalograms } from './signal-images';
import { filterName } from './words';

const cellPixels = 96;
const discPixels = 512;

/** What is looked at, as images. */
export async function exportImage(app: ScatteringApp): Promise<void> {
  const sheets = app.view.view === 'bank' ? bankSheets(app) : coefficientSheets(app);
  const files = await Promise.all(
    Object.entries(sheets).map(async ([name, canvas]) => ({ name: `${name}.png`, png: await pngOf(canvas) })),
  );
  if (files.length > 0) app.post({ kind: 'saveFiles', files });
}

/** What is looked at, as numbers: named as the command line names them. */
export function exportArrays(app: ScatteringApp): void {
  const files = app.view.view === 'bank' ? bankArrays(app) : coefficientArrays(app);
  if (files.length > 0) app.post({ kind: 'saveFiles', files });
}

/** The image, and the bank that it is seen by. */
function sheetTitle({ document: { image, settings }, view }: ScatteringApp): string {
  const bank = t('Scattering, {0} scales, {1} angles', settings.J, settings.L);
  return [view.view === 'coefficients' && image?.name, bank].filter(Boolean).join(' · ');
}

function bankSheets(app: ScatteringApp): Record<string, HTMLCanvasElement> {
  const bank = bankOf(app);
  if (!bank) return {};
  const palette = paletteOf(app.document.palette);
  const sum = sumImage(bank, palette);
  const content = bank.filters.map((filter, id) => ({ id, tile: id, caption: filterName(filter), label: '' }));
  const common = { title: sheetTitle(app), cells: content, columns: bank.request.L, size: cellPixels };
  return {
    'filters-space': drawSheet({ ...common, atlases: [spaceImages(bank, app.view.window, app.view.zero)] }),
    'filters-frequency': drawSheet({ ...common, atlases: [frequencyImages(bank, palette)] }),
    'littlewood-paley': drawSheet({
      title: `${sheetTitle(app)} · ${t('sum of all filters (Littlewood–Paley)')}`,
      cells: [{ id: 0, tile: 0, caption: '', label: '' }],
      atlases: [sum.atlas],
      size: discPixels,
      legend: sum.key,
    }),
  };
}

function coefficientSheets(app: ScatteringApp): Record<string, HTMLCanvasElement> {
  const answer = coefficientsOf(app);
  const palette = paletteOf(app.document.palette);
  const signal = signalOf(app);
  if (signal)
    return Object.fromEntries(
      scalograms(signal, palette).map(({ order, atlas, key }) => [
        `order-${order}`,
        drawSheet({
          title: `${sheetTitle(app)} · ${t('order {0}', order)}`,
          cells: [{ id: 0, tile: 0, caption: '', label: '' }],
          atlases: [atlas],
          size: discPixels,
          legend: key,
        }),
      ]),
    );
  if (!answer) return {};
  const { shown, scale, channel } = app.view;
  if (shown !== 'disc') {
    const { atlas, keyOf } = coefficientImages(answer, channel, scale, palette);
    const content = cells(answer, Number(shown));
    const first = content.find((cell) => cell !== undefined);
    const legend = scale === 'shared' && first ? keyOf(first.id) : undefined;
    return {
      [`order-${shown}`]: drawSheet({
        title: `${sheetTitle(app)} · ${t('order {0}', shown)}`,
        cells: content,
        columns: columnsOf(answer, Number(shown)),
        atlases: [atlas],
        size: shown === '2' ? 48 : cellPixels,
        legend,
      }),
    };
  }
  const discs = discImages(answer, palette);
  const sheet = (order: 1 | 2): HTMLCanvasElement =>
    drawSheet({
      title: `${sheetTitle(app)} · ${t('order {0}', order)}`,
      cells: [{ id: 0, tile: 0, caption: '', label: '' }],
      atlases: [discs[order].atlas],
      size: discPixels,
      legend: discs[order].key,
    });
  return { 'disc-1': sheet(1), ...(answer.request.maxOrder === 2 && { 'disc-2': sheet(2) }) };
}

function bankArrays(app: ScatteringApp): OutputFile[] {
  const bank = bankOf(app);
  if (!bank) return [];
  const [, height, width] = bank.filters[0].frequency.dims;
  const data = new Float32Array(bank.filters.length * height * width);
  bank.filters.forEach(({ frequency }, k) => data.set(frequency.data, k * height * width));
  const sum: FloatMap = { dims: [height, width], data: bank.littlewoodPaley.data };
  return [
    { name: 'filters.npy', array: { dims: [bank.filters.length, height, width], data } },
    { name: 'littlewood-paley.npy', array: sum },
  ];
}

function coefficientArrays(app: ScatteringApp): OutputFile[] {
  const answer = coefficientsOf(app);
  const signal = signalOf(app);
  if (signal)
    return [
      { name: 'scattering.npy', array: { dims: [1, ...signal.coefficients.dims], data: signal.coefficients.data } },
    ];
  if (!answer) return [];
  const {
    coefficients: { dims, data },
    paths,
    means,
  } = answer;
  const lines = paths.map(({ order, j1, t1, j2, t2 }, k) => [order, j1, t1, j2, t2, means[k]]);
  return [
    { name: 'scattering.npy', array: { dims: [1, ...dims], data } },
    { name: 'paths.csv', text: csvLines([['order', 'j1', 't1', 'j2', 't2', 'mean'], ...lines]) },
  ];
}
