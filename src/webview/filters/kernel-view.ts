import type { FilterKernels } from '../../protocol/filters';
import { Grid } from '../grid/grid';
import { colorLegend } from '../grid/legend';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { busyState, emptyState, errorState } from '../ui/states';
import { kernelsOf, shownAs, showsChange, type FiltersApp } from './app';
import { colorMeaning } from './color-order';
import { kernelCells } from './cells';
import { gridImages } from './images';

/** The kernels of a layer as a grid, with the legend they share. */
export function kernelView(app: FiltersApp, openDetail: () => void): Component {
  const grid = new Grid(t('Filters'), { select: (selected) => app.setView({ selected }), open: openDetail });
  const legend = colorLegend();
  const note = element('p', { class: 'quiet view-note' });
  const instead = element('div', {});
  const node = element(
    'section',
    { class: 'view', 'aria-label': t('Kernels') },
    instead,
    note,
    grid.element,
    legend.element,
  );
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const images = gridImages(app);
      instead.hidden = kernels !== null;
      if (!kernels) instead.replaceChildren(...insteadOf(app));
      for (const part of [grid.element, legend.element]) part.hidden = !images;
      note.hidden = true;
      if (!kernels || !images) return;
      grid.show(
        { cells: kernelCells(kernels, app.view.sort, showsChange(app)), atlases: [images.atlas] },
        app.view.size,
        app.view.selected,
      );
      const own = app.view.scale === 'own';
      const place = Math.max(0, kernels.indices.indexOf(app.view.selected ?? -1));
      legend.update(
        images.keyOf(place),
        own ? t('of filter {0}; each has its own', kernels.indices[place]) : colorNote(app, kernels),
      );
      const words = notesOf(app, kernels);
      note.hidden = words === '';
      setText(note, words);
    },
  };
}

function colorNote(app: FiltersApp, { layer: { dims } }: FilterKernels): string {
  const notes = {
    rgb: colorMeaning(app),
    norm: t('norm over the channels'),
    channels: '',
    channel: t('input channel {0}', app.view.channel),
  };
  return notes[shownAs(app, dims)];
}

function notesOf(app: FiltersApp, { layer: { dims }, indices, change }: FilterKernels): string {
  const missing =
    indices.length < dims[0] ? t('The {0} strongest of {1} filters are shown.', indices.length, dims[0]) : '';
  if (!app.view.change || change?.known) return missing;
  const reasons = {
    'first-version': t(
      'The file has not been overwritten since it was opened here: these are the kernels. The change shows as soon as it is.',
    ),
    'not-kept': t('This layer was not looked at before the file was overwritten, so these are the kernels.'),
    'other-shape': t('The layer had another shape in the previous version, so these are the kernels.'),
  };
  return [reasons[change?.reason ?? 'first-version'], missing].filter(Boolean).join(' ');
}

function insteadOf(app: FiltersApp): HTMLElement[] {
  const { kernels, layer, layers, structure } = app.document;
  const retry = { label: t('Try again'), run: () => app.post({ kind: 'retry' }) };
  if (kernels.state === 'error')
    return [
      errorState(kernels.error, [
        retry,
        { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
      ]),
    ];
  if (kernels.state === 'loading' || layers.state === 'loading') return [busyState(t('Reading the weights…'))];
  if (!layer)
    return [
      emptyState(t('There are no kernels in this file. Open one with Conv, ConvTranspose, Gemm or MatMul layers.'), {
        label: t('Open another model'),
        run: () => app.post({ kind: 'command', command: 'openFilters' }),
      }),
    ];
  const before = kernelLayerBefore(app);
  const op = structure.find(({ tensor }) => tensor === layer)?.op ?? '';
  return [
    emptyState(
      t('{0} has no kernels.', op),
      before && { label: t('Show {0}', before.name), run: () => app.post({ kind: 'layer', tensor: before.tensor }) },
    ),
  ];
}

/** The last layer with kernels that comes before the one shown. */
function kernelLayerBefore({
  document: { layers, layer, structure },
}: FiltersApp): { tensor: string; name: string } | undefined {
  const known = layers.state === 'done' ? layers.value.layers : [];
  const until = structure.slice(
    0,
    structure.findIndex(({ tensor }) => tensor === layer),
  );
  const last = [...until].reverse().find(({ tensor }) => known.some((one) => one.tensor === tensor));
  const found = known.find(({ tensor }) => tensor === last?.tensor) ?? known[0];
  return found && { tensor: found.tensor, name: found.label };
}
