import { dispatch, type Handlers } from '../../protocol/handlers';
import {
  emptyScattering,
  type ScatteringDocument,
  type ScatteringToHost,
  type ScatteringToPanel,
  type ScatteringViewName,
} from '../../protocol/scattering-panel';
import { connect } from '../host';
import { pageOf } from '../page';
import { initialView, type ScatteringApp, type ScatteringView } from '../scattering/app';
import { bankView } from '../scattering/bank-view';
import { coefficientView } from '../scattering/coefficient-view';
import { detail } from '../scattering/detail';
import { header } from '../scattering/header';
import { toolbar } from '../scattering/toolbar';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './scattering.css';

loadTranslations();
defineWidgets();
const host = connect<ScatteringToHost, ScatteringToPanel, ScatteringView>();
const app: ScatteringApp = pageOf(host, emptyScattering, initialView, update);

const top = header(app);
const bar = toolbar(app);
const picked = detail(app);
const views: Readonly<Record<ScatteringViewName, Component>> = {
  bank: bankView(app),
  coefficients: coefficientView(app),
};
const center = element('div', { class: 'center' }, bar.element, ...Object.values(views).map((one) => one.element));
const body = element('main', { class: 'panes' }, center, picked.element);
const links = skipLinks([
  { label: t('To the images'), place: () => (body.hidden ? null : views[app.view.view].element) },
  { label: t('To the picked one'), place: () => (picked.element.hidden ? null : picked.element) },
]);
document.body.append(links.element, top.element, body);

/** Coefficients are computed only once someone wants to see them. */
function look(): void {
  if (app.view.view === 'coefficients') app.post({ kind: 'coefficients' });
}

function update(before = app.view): void {
  if (before.view !== app.view.view) look();
  top.update();
  bar.update();
  for (const [name, one] of Object.entries(views)) {
    one.element.hidden = name !== app.view.view;
    if (name === app.view.view) one.update();
  }
  picked.update();
  links.update();
  const { state } = app.view.view === 'bank' ? app.document.bank : app.document.coefficients;
  document.body.dataset.state = { none: 'empty', loading: 'running', done: 'done', error: 'error' }[state];
}

/** Takes what the host says, and keeps what brings the panel back. */
function take(changes: Partial<ScatteringDocument>): void {
  const { settings, image } = { ...app.document, ...changes };
  app.change(changes, { subject: { settings, image: image?.uri ?? null } });
}

const handlers: Handlers<ScatteringToPanel> = {
  document: (received) => {
    take(received.document);
    look();
  },
  update: ({ changes }) => take(changes),
  look: (received) => app.setView({ view: received.view }),
};

host.onMessage((received) => dispatch(handlers, received));
update();
host.post({ kind: 'ready' });
