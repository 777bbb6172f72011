import type { OutputFile } from '../../protocol/output';
import { valueOf } from '../../protocol/loading';
import { drawSheet, pngOf } from '../grid/sheet';
import { t } from '../ui/l10n';
import { kernelsOf, layerName, showsChange, shownValues, type FiltersApp } from './app';
import { featureCells, kernelCells } from './cells';
import { gridImages, largeImages, mapImages, placeOf } from './images';

/** Images of one filter are at least this large. */
const filterPixels = 384;

/** The grid that is looked at, as an image. */
export async function exportImage(app: FiltersApp): Promise<void> {
  const canvas = app.view.view === 'features' ? featureSheet(app) : kernelSheet(app);
  if (canvas) app.post({ kind: 'saveFiles', files: [{ name: `${fileName(app)}.png`, png: await pngOf(canvas) }] });
}

/** What the grid shows, as numbers. */
export function exportArrays(app: FiltersApp): void {
  const files = app.view.view === 'features' ? featureArrays(app) : kernelArrays(app);
  if (files.length > 0) app.post({ kind: 'saveFiles', files });
}

/** One filter: its image and its values [channels, height, width]. */
export async function exportFilter(app: FiltersApp, filter: number, format: 'png' | 'npy'): Promise<void> {
  const kernels = kernelsOf(app);
  const images = largeImages(app);
  const place = kernels ? placeOf(kernels, filter) : -1;
  if (!kernels || !images || place < 0) return;
  const name = `${fileName(app)}-${filter}`;
  const { dims } = kernels.kernels;
  const size = dims[1] * dims[2] * dims[3];
  const array = { dims: dims.slice(1), data: shownValues(app, kernels).slice(place * size, (place + 1) * size) };
  if (format === 'npy') return app.post({ kind: 'saveFiles', files: [{ name: `${name}.npy`, array }] });
  const legend = images.keyOf(place);
  const canvas = drawSheet({
    title: sheetTitle(app, t('one filter')),
    cells: [{ id: filter, tile: place, caption: `${layerName(app)} · ${filter}`, label: '' }],
    atlases: [images.atlas],
    size: filterPixels,
    legend,
  });
  app.post({ kind: 'saveFiles', files: [{ name: `${name}.png`, png: await pngOf(canvas) }] });
}

/** `<layer>-kernels`, `<layer>-change` or `<layer>-features`. */
function fileName(app: FiltersApp): string {
  const what = app.view.view === 'features' ? 'features' : showsChange(app) ? 'change' : 'kernels';
  return `${layerName(app)}-${what}`;
}

function kernelSheet(app: FiltersApp): HTMLCanvasElement | null {
  const kernels = kernelsOf(app);
  const images = gridImages(app);
  if (!kernels || !images) return null;
  const cells = kernelCells(kernels, app.view.sort, showsChange(app));
  const legend = app.view.scale === 'shared' ? images.keyOf(0) : undefined;
  const title = sheetTitle(app, showsChange(app) ? t('change of the kernels') : t('kernels'));
  return drawSheet({ title, cells, atlases: [images.atlas], size: Math.max(64, app.view.size), legend });
}

function featureSheet(app: FiltersApp): HTMLCanvasElement | null {
  const features = valueOf(app.document.features);
  const images = mapImages(app);
  if (!features || !images) return null;
  const legend = app.view.featureScale === 'shared' ? images.keyOf(0) : undefined;
  return drawSheet({
    title: sheetTitle(app, t('feature maps of {0}', features.map(({ input }) => nameOf(input)).join(', '))),
    cells: featureCells(features, app.view.featureSort),
    atlases: images.atlases,
    size: Math.max(96, app.view.size),
    legend,
  });
}

/** The model, the layer, and what of it. */
const sheetTitle = (app: FiltersApp, what: string): string =>
  [app.document.model?.name, layerName(app), what].filter(Boolean).join(' · ');

function kernelArrays(app: FiltersApp): OutputFile[] {
  const kernels = kernelsOf(app);
  if (!kernels) return [];
  const files: OutputFile[] = [
    { name: `${fileName(app)}.npy`, array: { dims: kernels.kernels.dims, data: shownValues(app, kernels) } },
  ];
  if (kernels.frequency) files.push({ name: `${layerName(app)}-frequency.npy`, array: kernels.frequency });
  return files;
}

function featureArrays(app: FiltersApp): OutputFile[] {
  const features = valueOf(app.document.features) ?? [];
  return features.map(({ input, maps }) => ({ name: `${fileName(app)}-${stem(input)}.npy`, array: maps }));
}

const nameOf = (path: string): string => path.split(/[\\/]/).pop() ?? '';

const stem = (path: string): string => nameOf(path).replace(/\.[^.]+$/, '');
