import { featuresBarred } from '../../protocol/filters-panel';
import { valueOf } from '../../protocol/loading';
import { Grid } from '../grid/grid';
import { colorLegend } from '../grid/legend';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { busyState, emptyState, errorState } from '../ui/states';
import type { FiltersApp } from './app';
import { featureCells } from './cells';
import { kernelCard } from './kernel-card';
import { mapImages } from './images';

/** The feature maps of a layer for one or two images; over a map its kernel is shown. */
export function featureView(app: FiltersApp, openDetail: () => void): Component {
  const card = kernelCard(app);
  const grid = new Grid(t('Feature maps'), {
    select: (selected) => app.setView({ selected }),
    open: openDetail,
    hover: (channel, box) => card.show(channel, box),
  });
  const legend = colorLegend();
  const instead = element('div', {});
  const node = element(
    'section',
    { class: 'view', 'aria-label': t('Feature maps') },
    instead,
    grid.element,
    legend.element,
    card.element,
  );
  return {
    element: node,
    update() {
      const features = valueOf(app.document.features);
      const images = mapImages(app);
      instead.hidden = images !== null;
      if (!images) instead.replaceChildren(...insteadOf(app));
      for (const part of [grid.element, legend.element]) part.hidden = !images;
      if (!images || !features) return;
      grid.show(
        { cells: featureCells(features, app.view.featureSort), atlases: images.atlases },
        app.view.size,
        app.view.selected,
      );
      const channel = app.view.selected ?? features[0].order[0];
      const note = app.view.featureScale === 'own' ? t('of map {0}; each has its own', channel) : '';
      legend.update(images.keyOf(Math.min(channel, features[0].order.length - 1)), note);
    },
  };
}

function insteadOf(app: FiltersApp): HTMLElement[] {
  const { features, images, layer } = app.document;
  const barred = featuresBarred(app.document);
  if (barred === 'weights')
    return [
      emptyState(
        t(
          'This file holds weights without a graph, so there are no feature maps. Export the model as ONNX and open that.',
        ),
        {
          label: t('Open another model'),
          run: () => app.post({ kind: 'command', command: 'openFilters' }),
        },
      ),
    ];
  if (barred === 'trust')
    return [
      emptyState(t('Feature maps need the model to be run, which is done only in a trusted workspace.'), {
        label: t('Manage trust'),
        run: () => app.post({ kind: 'command', command: 'manageTrust' }),
      }),
    ];
  if (images.length === 0 || !layer)
    return [
      emptyState(t('Choose an image to see what this layer makes of it.'), {
        label: t('Choose an image…'),
        run: () => app.post({ kind: 'addImage' }),
      }),
    ];
  if (features.state === 'error') {
    const actions = [
      { label: t('Try again'), run: () => app.post({ kind: 'retry' }) },
      { label: t('Choose another image…'), run: () => app.post({ kind: 'addImage' }) },
    ];
    return [errorState(features.error, actions)];
  }
  return [busyState(t('Running the model…'))];
}
