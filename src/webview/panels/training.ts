import { dispatch, type Handlers } from '../../protocol/handlers';
import {
  emptyTraining,
  type TrainingDocument,
  type TrainingMemo,
  type TrainingToHost,
  type TrainingToPanel,
} from '../../protocol/training-panel';
import { connect } from '../host';
import { pageOf } from '../page';
import { initialView, isRunning, type TrainingApp, type TrainingView } from '../training/app';
import { curves } from '../training/curves';
import { differs } from '../training/differs';
import { folds } from '../training/folds';
import { header } from '../training/header';
import { judged } from '../training/judged';
import { message } from '../training/message';
import { networksTable } from '../training/networks-table';
import { progress } from '../training/progress';
import { setup } from '../training/setup';
import { sizeCurve } from '../training/size-curve';
import { drawnOnce } from '../ui/drawing';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './training.css';

loadTranslations();
defineWidgets();
const host = connect<TrainingToHost, TrainingToPanel, TrainingView>();
const update = drawnOnce(draw);
const page = pageOf(host, emptyTraining, initialView, update);

const app: TrainingApp = {
  get document() {
    return page.document;
  },
  get view() {
    return page.view;
  },
  post: page.post,
  ask: page.ask,
  setView: page.setView,
  choose(changes) {
    if (!app.document.setup) return;
    const next = { ...app.document.setup, ...changes };
    take({ setup: next });
    app.post({ kind: 'setup', setup: next });
  },
};

const links = skipLinks([
  { label: t('To the curves'), place: () => body.querySelector<HTMLElement>('.block:not([hidden]) .curves') },
  { label: t('To the set-up'), place: () => body.querySelector<HTMLElement>('.setup-box > summary') },
]);
const say = message(app);
const parts = [
  header(app),
  say,
  setup(app),
  progress(app),
  differs(app),
  networksTable(app),
  sizeCurve(app),
  curves(app),
  folds(app),
  judged(app),
];
const [top, , ...rest] = parts;
const body = element('main', { class: 'content' }, ...rest.map((part) => part.element));
document.body.append(links.element, top.element, say.element, body);

/** Takes what the host says, and keeps what brings the panel back. */
function take(changes: Partial<TrainingDocument>): void {
  page.change(changes, { memo: memoOf({ ...page.document, ...changes }) });
}

function draw(): void {
  for (const part of parts) part.update();
  const { error, folder } = app.document;
  body.hidden = error !== null || folder === null;
  document.body.dataset.state = stateOf(app.document);
  links.update();
}

function stateOf(now: TrainingDocument): 'empty' | 'setup' | 'running' | 'paused' | 'done' | 'error' {
  if (now.error || now.run?.state === 'failed') return 'error';
  if (!now.folder) return 'empty';
  if (isRunning(now)) return 'running';
  if (now.run) return 'paused';
  return now.results ? 'done' : 'setup';
}

function memoOf(now: TrainingDocument): TrainingMemo | null {
  // Until the host has said what is shown, what was kept before stays kept.
  if (!now.folder) return app.view.memo;
  const run = isRunning(now) ? 'running' : now.run?.state === 'paused' ? 'paused' : null;
  return { folder: now.folder.uri, setup: now.setup, run };
}

const handlers: Handlers<TrainingToPanel> = {
  document: (received) => take(received.document),
  update: ({ changes }) => take(changes),
};

host.onMessage((received) => dispatch(handlers, received));
draw();
host.post({ kind: 'ready' });
