import type { EvaluationDocument, EvaluationMemo, EvaluationToHost, EvaluationToPanel } from '../../protocol/evaluation-panel';
import { emptyEvaluation } from '../../protocol/evaluation-panel';
import { dispatch, type Handlers } from '../../protocol/handlers';
import { initialView, isRunning, methodIndex, modelIndex, type EvaluationApp, type EvaluationView, type ImagesState } from '../evaluation/app';
import { header } from '../evaluation/header';
import { message } from '../evaluation/message';
import { progress } from '../evaluation/progress';
import { results } from '../evaluation/results';
import { setup } from '../evaluation/setup';
import { connect } from '../host';
import { element } from '../ui/element';
import { loadTranslations } from '../ui/l10n';
import { defineWidgets } from '../ui/toolkit';
import './evaluation.css';

/** What survives a reload: what is looked at, and for the host what is shown. */
interface Kept {
  readonly view: EvaluationView;
  readonly memo: EvaluationMemo | null;
}

loadTranslations();
defineWidgets();
const host = connect<EvaluationToHost, EvaluationToPanel, Kept>();
const kept = host.load();
let shown: EvaluationDocument = emptyEvaluation;
let view: EvaluationView = { ...initialView, ...kept?.view };
let images: ImagesState = { state: 'loading' };
/** The results, the model and the method whose inputs were asked for. */
let asked: { readonly finished: number; readonly model: number; readonly method: number } | null = null;
let scheduled = false;

const app: EvaluationApp = {
  get document() {
    return shown;
  },
  get view() {
    return view;
  },
  get images() {
    return images;
  },
  post: (out) => host.post(out),
  setView(changes) {
    view = { ...view, ...changes };
    askForImages();
    update();
  },
  choose(changes) {
    if (!shown.setup) return;
    const next = { ...shown.setup, ...changes };
    change({ setup: next });
    host.post({ kind: 'setup', setup: next });
  },
};

const say = message(app);
const parts = [header(app), say, setup(app), progress(app), results(app)];
const [top, , ...rest] = parts;
const body = element('main', { class: 'content' }, ...rest.map((part) => part.element));
document.body.append(top.element, say.element, body);

function change(changes: Partial<EvaluationDocument>): void {
  shown = { ...shown, ...changes };
  askForImages();
  update();
}

/** Draws once, however much one message changes. */
function update(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    draw();
  });
}

function draw(): void {
  for (const part of parts) part.update();
  body.hidden = shown.error !== null || shown.folder === null;
  document.body.dataset.state = stateOf();
  host.save({ view, memo: memo() });
}

function stateOf(): string {
  if (shown.error) return 'error';
  if (!shown.folder) return 'empty';
  if (isRunning(app)) return 'running';
  return shown.results ? 'done' : 'setup';
}

function memo(): EvaluationMemo | null {
  const { folder, suite, setup: choices } = shown;
  // Until the host has said what is shown, what was kept before stays kept.
  if (!folder) return kept?.memo ?? null;
  return { folder: folder.uri, suite: suite?.uri ?? null, setup: choices, running: isRunning(app) };
}

function askForImages(): void {
  const { results: found } = shown;
  const [model, method] = [modelIndex(app), methodIndex(app)];
  if (!found) asked = null;
  else if (asked?.finished !== found.finished || asked.model !== model || asked.method !== method) {
    const anew = asked?.finished !== found.finished;
    // Another method of the same model has other numbers only: the rows stay until they are there.
    if (anew || asked?.model !== model) images = { state: 'loading' };
    asked = { finished: found.finished, model, method };
    // The first ones come with the results.
    if (!anew || model > 0 || method > 0) host.post({ kind: 'images', model, method });
  }
}

const handlers: Handlers<EvaluationToPanel> = {
  document: ({ document: received }) => change(received),
  update: ({ changes }) => change(changes),
  images: ({ model, method, columns, error }) => {
    if (model !== asked?.model || method !== asked.method) return;
    if (columns) images = { state: 'done', columns };
    else if (error) images = { state: 'error', error };
    update();
  },
};

host.onMessage((received) => dispatch(handlers, received));
draw();
host.post({ kind: 'ready' });
