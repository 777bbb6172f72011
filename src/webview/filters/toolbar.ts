import type { Component } from '../ui/component';
import { numberField, segments, select, setOptions, slider } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { checkbox } from '../ui/toolkit';
import {
  kernelsOf,
  layerOf,
  shownAs,
  viewsFor,
  type FiltersApp,
  type KernelSort,
  type KernelView,
  type Scale,
  type ViewName,
} from './app';
import { featureControls, imageControls } from './image-controls';
import { group, labelled, scaleOptions } from './toolbar-parts';
import { changeText } from './words';

/** Sizes of a cell, in pixels. */
const [smallest, largest] = [16, 208];

/** Which view, and how it is shown. */
export function toolbar(app: FiltersApp): Component {
  const views = segments(t('View'), 'view', viewOptions(), app.view.view, (value) =>
    app.setView({ view: value as ViewName }),
  );
  const size = slider(t('Size of the cells'), (app.view.size - smallest) / (largest - smallest), (value) =>
    app.setView({ size: Math.round(smallest + value * (largest - smallest)) }),
  );
  const groups: Readonly<Record<ViewName, Component>> = {
    kernels: kernelControls(app),
    features: featureControls(app),
    images: imageControls(app),
  };
  const sizing = labelled(t('Size'), size);
  const parts = Object.values(groups).map((group) => group.element);
  const node = roving(
    element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': t('Display') }, views, ...parts, sizing),
  );
  return {
    element: node,
    update() {
      for (const radio of views.querySelectorAll('input')) radio.checked = radio.value === app.view.view;
      for (const [name, group] of Object.entries(groups)) {
        group.element.hidden = name !== app.view.view;
        if (name === app.view.view) group.update();
      }
      sizing.hidden = app.view.view === 'images';
    },
  };
}

function kernelControls(app: FiltersApp): Component {
  const show = select(t('Channels'), [], '', (value) => app.setView({ show: value as KernelView }));
  const channel = numberField({
    label: t('Input channel'),
    value: app.view.channel,
    minimum: 0,
    integer: true,
    onChange: (value) => value !== null && app.setView({ channel: value }),
  });
  const scale = select(t('Scale'), scaleOptions(t('Each filter its own')), app.view.scale, (value) =>
    app.setView({ scale: value as Scale }),
  );
  const sort = select(t('Order'), [], app.view.sort, (value) => app.setView({ sort: value as KernelSort }));
  const change = checkbox(t('Change'), app.view.change, (value) =>
    app.setView({ change: value, ...(!value && app.view.sort === 'change' && { sort: 'norm' }) }),
  );
  const amount = element('span', { class: 'quiet figure' });
  const changing = element(
    'span',
    { class: 'labelled', title: t('Shows what has changed since the file was overwritten') },
    change.element,
    amount,
  );
  const showing = labelled(t('Show'), show);
  const node = group(showing, channel, labelled(t('Scale'), scale), labelled(t('Order'), sort), changing);
  return {
    element: node,
    update() {
      const dims = layerOf(app)?.dims ?? [0, 1, 1, 1];
      const possible = viewsFor(dims);
      const labels = showLabels();
      showing.hidden = possible.length < 2;
      setOptions(
        show,
        possible.map((value) => ({ value, label: labels[value] })),
        shownAs(app, dims),
      );
      channel.hidden = shownAs(app, dims) !== 'channel';
      channel.max = String(dims[1] - 1);
      const known = kernelsOf(app)?.change;
      setOptions(sort, sortOptions(app.view.change && known?.known === true), app.view.sort);
      change.set(app.view.change);
      setText(amount, known?.known ? changeText(known.relative) : '');
    },
  };
}

function viewOptions() {
  return [
    { value: 'kernels', label: t('Kernels'), title: t('Kernels') },
    { value: 'features', label: t('Feature maps'), title: t('Feature maps') },
    { value: 'images', label: t('Top activating images'), title: t('Top activating images') },
  ];
}

function showLabels(): Readonly<Record<KernelView, string>> {
  return {
    rgb: t('In colour'),
    norm: t('Norm of the channels'),
    channels: t('All channels'),
    channel: t('One channel'),
  };
}

function sortOptions(change: boolean) {
  const options = [
    { value: 'norm', label: t('Strongest first') },
    { value: 'similarity', label: t('By likeness') },
    { value: 'index', label: t('By number') },
  ];
  return change ? [...options, { value: 'change', label: t('Most changed first') }] : options;
}
