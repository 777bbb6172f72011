import type {
  CellQuestion,
  EvaluationCalls,
  EvaluationDocument,
  EvaluationMemo,
  EvaluationToHost,
  EvaluationToPanel,
} from '../../protocol/evaluation-panel';
import { emptyEvaluation } from '../../protocol/evaluation-panel';
import { dispatch, type Handlers } from '../../protocol/handlers';
import { outcomeOf } from '../../protocol/loading';
import {
  initialView,
  isRunning,
  methodIndex,
  modelIndex,
  type EvaluationApp,
  type EvaluationView,
} from '../evaluation/app';
import { evaluationFigure } from '../evaluation/figure';
import { header } from '../evaluation/header';
import { message } from '../evaluation/message';
import { progress } from '../evaluation/progress';
import { results } from '../evaluation/results';
import { selectionOf } from '../evaluation/selection';
import { setup } from '../evaluation/setup';
import { evidenceSheet } from '../evidence/sheet';
import { figureItems } from '../figure/menu';
import { connect } from '../host';
import { pageOf } from '../page';
import { drawnOnce } from '../ui/drawing';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { notice } from '../ui/notice';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './evaluation.css';

loadTranslations();
defineWidgets();
const host = connect<EvaluationToHost, EvaluationToPanel, EvaluationView, EvaluationCalls>();
const update = drawnOnce(draw);
const page = pageOf(host, emptyEvaluation, initialView, update);
let images: EvaluationApp['images'] = { state: 'loading' };
/** The results, the model and the method whose inputs were asked for. */
let asked: { readonly finished: number; readonly model: number; readonly method: number } | null = null;

const app: EvaluationApp = {
  get document() {
    return page.document;
  },
  get view() {
    return page.view;
  },
  get images() {
    return images;
  },
  post: page.post,
  ask: page.ask,
  showEvidence(name, column) {
    const { columns = [], methods = [] } = page.document.results?.summary ?? {};
    const [model, method] = [modelIndex(app), methodIndex(app)];
    sheet.open([columns[column]?.label, methods[method]?.name, name].filter(Boolean).join(' · '));
    cell = { name, model, method, column };
    void sheet.show(page.ask('evidence', cell));
  },
  setView(changes) {
    page.setView(changes);
    void askForImages();
  },
  choose(changes) {
    if (!app.document.setup) return;
    const next = { ...app.document.setup, ...changes };
    take({ setup: next });
    app.post({ kind: 'setup', setup: next });
  },
};

/** The number whose evidence is shown. */
let cell: CellQuestion | null = null;
const sheet = evidenceSheet({
  palette: () => app.document.palette,
  copy: (text) => page.post({ kind: 'copy', text }),
  keep: () => cell && page.post({ kind: 'keepEvidence', ...cell }),
});
const links = skipLinks([
  { label: t('To the results'), place: () => resultsOf(body) },
  { label: t('To the set-up'), place: () => body.querySelector<HTMLElement>('.setup-box > summary') },
]);
const say = message(app);
const selection = selectionOf(app);
const found = results(app, selection);
const notices = notice();
const kept = { post: app.post, ask: app.ask, notify: notices.show };
const heading = header(app, figureItems(kept, evaluationFigure(app, found, selection)));
const parts = [heading, say, setup(app), progress(app), found];
const [top, , ...rest] = parts;
const body = element('main', { class: 'content' }, ...rest.map((part) => part.element));
document.body.append(links.element, top.element, say.element, body, sheet.element, notices.element);

/** Takes what the host says, and keeps what brings the panel back. */
function take(changes: Partial<EvaluationDocument>): void {
  page.change(changes, { memo: memoOf({ ...page.document, ...changes }) });
  void askForImages();
}

function draw(): void {
  for (const part of parts) part.update();
  const { error, folder } = app.document;
  body.hidden = error !== null || folder === null;
  document.body.dataset.state = stateOf(app.document);
  links.update();
}

/** The images, or else what stands first. */
const resultsOf = (page: HTMLElement): HTMLElement | null =>
  page.querySelector<HTMLElement>('.results:not([hidden]) .tile[tabindex="0"]') ??
  page.querySelector<HTMLElement>('.results:not([hidden])');

function stateOf(now: EvaluationDocument): 'empty' | 'setup' | 'running' | 'done' | 'error' {
  if (now.error) return 'error';
  if (!now.folder) return 'empty';
  if (isRunning(now)) return 'running';
  return now.results ? 'done' : 'setup';
}

function memoOf(now: EvaluationDocument): EvaluationMemo | null {
  // Until the host has said what is shown, what was kept before stays kept.
  if (!now.folder) return app.view.memo;
  const running = isRunning(now) && !now.run?.parts;
  return { folder: now.folder.uri, suite: now.suite?.uri ?? null, setup: now.setup, running };
}

async function askForImages(): Promise<void> {
  const finished = app.document.results?.finished;
  const [model, method] = [modelIndex(app), methodIndex(app)];
  if (finished === undefined) asked = null;
  if (finished === undefined || isAsked({ finished, model, method })) return;
  // Another method of the same model has other numbers only: the rows stay until they are there.
  if (asked?.finished !== finished || asked.model !== model) images = { state: 'loading' };
  asked = { finished, model, method };
  images = await outcomeOf(page.ask('images', { model, method }));
  update();
}

function isAsked({ finished, model, method }: NonNullable<typeof asked>): boolean {
  return asked?.finished === finished && asked.model === model && asked.method === method;
}

const handlers: Handlers<EvaluationToPanel> = {
  document: (received) => take(received.document),
  update: ({ changes }) => take(changes),
};

host.onMessage((received) => dispatch(handlers, received));
draw();
host.post({ kind: 'ready' });
