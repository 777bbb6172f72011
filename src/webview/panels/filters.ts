import {
  emptyFilters,
  type FiltersDocument,
  type FiltersToHost,
  type FiltersToPanel,
} from '../../protocol/filters-panel';
import { dispatch, type Handlers } from '../../protocol/handlers';
import { valueOf } from '../../protocol/loading';
import { initialView, type FiltersApp, type FiltersView, type ViewName } from '../filters/app';
import { detail } from '../filters/detail';
import { featureView } from '../filters/feature-view';
import { header } from '../filters/header';
import { imagesView } from '../filters/images-view';
import { kernelView } from '../filters/kernel-view';
import { layerList } from '../filters/layers';
import { toolbar } from '../filters/toolbar';
import { connect } from '../host';
import { pageOf } from '../page';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { emptyState, errorState, startingPoints } from '../ui/states';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './filters.css';

loadTranslations();
defineWidgets();
const host = connect<FiltersToHost, FiltersToPanel, FiltersView>();
const app: FiltersApp = pageOf(host, emptyFilters, initialView, update);

const top = header(app);
const bar = toolbar(app);
const layers = layerList(app);
const picked = detail(app);
const views: Readonly<Record<ViewName, Component>> = {
  kernels: kernelView(app, () => picked.focus()),
  features: featureView(app, () => picked.focus()),
  images: imagesView(app),
};
const message = element('div', { class: 'whole' });
const center = element('div', { class: 'center' }, bar.element, ...Object.values(views).map((one) => one.element));
const body = element('main', { class: 'panes' }, layers.element, center, picked.element);
const links = skipLinks([
  { label: t('To the layers'), place: () => (body.hidden ? null : layers.element) },
  { label: t('To the filters'), place: () => (body.hidden ? null : views[app.view.view].element) },
]);
document.body.append(links.element, top.element, message, body);

/** Feature maps are computed only once someone wants to see them. */
function look(): void {
  if (app.view.view === 'features') app.post({ kind: 'features' });
}

function update(before = app.view): void {
  if (before.view !== app.view.view) look();
  const instead = wholeMessage();
  body.hidden = instead !== null;
  message.replaceChildren(...(instead ? [instead] : []));
  top.update();
  document.body.dataset.state = stateOf(app.document);
  links.update();
  if (instead) return;
  for (const part of [bar, layers]) part.update();
  for (const [name, one] of Object.entries(views)) {
    one.element.hidden = name !== app.view.view;
    if (name === app.view.view) one.update();
  }
  picked.update();
}

/** In place of everything: what to do first, or what went wrong. */
function wholeMessage(): HTMLElement | null {
  const open = { label: t('Open a model…'), run: () => app.post({ kind: 'command', command: 'openFilters' }) };
  const { model, layers: listed } = app.document;
  if (!model)
    return emptyState(
      t('Right-click a model or a checkpoint in the Explorer and choose Show Filters.'),
      open,
      ...startingPoints(app.post),
    );
  if (listed.state !== 'error') return null;
  return errorState(listed.error, [
    { label: t('Try again'), run: () => app.post({ kind: 'retry' }) },
    open,
    { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
  ]);
}

function stateOf({ model, layers: listed, kernels }: FiltersDocument): 'empty' | 'running' | 'done' | 'error' {
  if (listed.state === 'error' || kernels.state === 'error') return 'error';
  if (kernels.state === 'done') return 'done';
  return model && (listed.state === 'loading' || kernels.state === 'loading') ? 'running' : 'empty';
}

/** Takes what the host says, and keeps what brings the panel back. */
function take(changes: Partial<FiltersDocument>): void {
  const next = { ...app.document, ...changes };
  const { model, layer, images, folder } = next;
  const subject = model && {
    model: model.uri,
    layer,
    images: images.map(({ uri }) => uri),
    folder: folder?.uri ?? null,
  };
  app.change(changes, { ...picking(next), subject: subject ?? app.view.subject });
}

/** In a layer that is shown anew the strongest filter is picked; when a file is overwritten the picked one stays. */
function picking({ kernels, features, layer }: FiltersDocument): Pick<FiltersView, 'selected' | 'pickedIn'> {
  const { selected, pickedIn } = app.view;
  const order = valueOf(kernels)?.orders.norm ?? valueOf(features)?.[0]?.order;
  const stays = pickedIn === layer && selected !== null && (!order || selected < order.length);
  return !order || stays ? { selected, pickedIn } : { selected: order[0], pickedIn: layer };
}

const handlers: Handlers<FiltersToPanel> = {
  document: (received) => {
    take(received.document);
    look();
  },
  update: ({ changes }) => take(changes),
};

host.onMessage((received) => dispatch(handlers, received));
update();
host.post({ kind: 'ready' });
