import { dispatch, type Handlers } from '../../protocol/handlers';
import {
  emptyScattering,
  type ScatteringDocument,
  type ScatteringToHost,
  type ScatteringToPanel,
  type ScatteringViewName,
} from '../../protocol/scattering-panel';
import { connect } from '../host';
import { initialView, type ScatteringApp, type ScatteringView } from '../scattering/app';
import { bankView } from '../scattering/bankView';
import { coefficientView } from '../scattering/coefficientView';
import { detail } from '../scattering/detail';
import { header } from '../scattering/header';
import { toolbar } from '../scattering/toolbar';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { loadTranslations } from '../ui/l10n';
import { defineWidgets } from '../ui/toolkit';
import './scattering.css';

loadTranslations();
defineWidgets();
const host = connect<ScatteringToHost, ScatteringToPanel, ScatteringView>();
let shown: ScatteringDocument = emptyScattering;
let view: ScatteringView = { ...initialView, ...host.load() };

const app: ScatteringApp = {
  get document() {
    return shown;
  },
  get view() {
    return view;
  },
  post: (message) => host.post(message),
  setView(changes) {
    const before = view.view;
    view = { ...view, ...changes };
    host.save(view);
    if (view.view !== before) look();
    update();
  },
};

const top = header(app);
const bar = toolbar(app);
const picked = detail(app);
const views: Readonly<Record<ScatteringViewName, Component>> = { bank: bankView(app), coefficients: coefficientView(app) };
const center = element('div', { class: 'center' }, bar.element, ...Object.values(views).map((one) => one.element));
const body = element('main', { class: 'panes' }, center, picked.element);
document.body.append(top.element, body);

/** Coefficients are computed only once someone wants to see them. */
function look(): void {
  if (view.view === 'coefficients') host.post({ kind: 'coefficients' });
}

function update(): void {
  top.update();
  bar.update();
  for (const [name, one] of Object.entries(views)) {
    one.element.hidden = name !== view.view;
    if (name === view.view) one.update();
  }
  picked.update();
  const { state } = view.view === 'bank' ? shown.bank : shown.coefficients;
  document.body.dataset.state = { none: 'empty', loading: 'running', done: 'done', error: 'error' }[state];
}

/** Takes what the host says, and keeps what brings the panel back. */
function take(changes: Partial<ScatteringDocument>): void {
  shown = { ...shown, ...changes };
  view = { ...view, subject: { settings: shown.settings, image: shown.image?.uri ?? null } };
  host.save(view);
  update();
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
