import { withCard } from '../../protocol/cards';
import {
  emptyExplain,
  type ExplainCalls,
  type ExplainDocument,
  type ExplainObject,
  type ExplainToHost,
  type ExplainToPanel,
  type CardScores,
} from '../../protocol/explain-panel';
import { dispatch, type Handlers } from '../../protocol/handlers';
import { Viewport } from '../draw/viewport';
import { initialView, isBusy, methodOf, type ExplainApp, type ExplainView } from '../explain/app';
import { cards } from '../explain/cards';
import { exportCards } from '../explain/exporting';
import { filmstrip } from '../explain/filmstrip';
import { header } from '../explain/header';
import { inputView } from '../explain/inputView';
import { layerOverview } from '../explain/layerOverview';
import { maskSheet } from '../explain/maskSheet';
import { message } from '../explain/message';
import { notice } from '../explain/notice';
import { objectEditor } from '../explain/objectEditor';
import { methodPicker } from '../explain/picker';
import { predictions } from '../explain/predictions';
import { toolbar } from '../explain/toolbar';
import { connect } from '../host';
import { pageOf } from '../page';
import { element } from '../ui/element';
import { loadTranslations } from '../ui/l10n';
import { defineWidgets } from '../ui/toolkit';
import './explain.css';

loadTranslations();
defineWidgets();
const host = connect<ExplainToHost, ExplainToPanel, ExplainView, ExplainCalls>();
const page = pageOf(host, emptyExplain, initialView, update);
let costs: ExplainApp['costs'] = new Map();
let object: ExplainObject | null = null;
let objectScores: CardScores | null = null;

const app: ExplainApp = {
  get document() {
    return page.document;
  },
  get view() {
    return page.view;
  },
  get costs() {
    return costs;
  },
  get object() {
    return object;
  },
  get objectScores() {
    return objectScores;
  },
  viewport: new Viewport(),
  post: page.post,
  ask: page.ask,
  setView: page.setView,
  change: page.change,
  setObject(changed) {
    object = changed;
    update();
  },
  showMasks: (card) => masks.open(card),
};

const notices = notice();
const masks = maskSheet(app);
const say = message(app);
const top = [header(app), filmstrip(app)];
const parts = [inputView(app), predictions(app), methodPicker(app)];
const below = [objectEditor(app), toolbar(app), cards(app), layerOverview(app)];
const setup = element('div', { class: 'setup' }, ...parts.map((part) => part.element));
const body = element('main', { class: 'content' }, setup, ...below.map((part) => part.element));
document.body.append(...top.map((part) => part.element), notices.element, say.element, body, masks.element);

function update(): void {
  for (const part of [...top, say, ...parts, ...below, masks]) part.update();
  const { inputs, error, prediction } = page.document;
  body.hidden = inputs.length === 0 || (error !== null && prediction === null);
  document.body.dataset.state = stateOf(page.document);
}

/** What the page as a whole is at; an error is one that leaves nothing to look at. */
function stateOf(now: ExplainDocument): 'empty' | 'running' | 'done' | 'error' {
  if (now.error) return 'error';
  if (isBusy(app)) return 'running';
  if (now.cards.length > 0 && now.cards.every(({ state }) => state === 'error')) return 'error';
  return now.prediction ? 'done' : 'empty';
}

const handlers: Handlers<ExplainToPanel> = {
  document: (received) => app.change(received.document),
  update: ({ changes }) => {
    if (changes.current !== undefined || changes.inputs) app.viewport.reset();
    app.change(changes);
  },
  card: ({ card }) => methodOf(app, card.method) && app.change({ cards: withCard(app.document, card) }),
  costs: (received) => {
    costs = new Map(received.costs.map((cost) => [cost.method, cost]));
    update();
  },
  notice: ({ text }) => notices.show(text),
  object: (received) => app.setObject(received.object),
  objectScores: (received) => {
    objectScores = received.objectScores;
    update();
  },
  collect: () => exportCards(app, 'all', null),
};

host.onMessage((received) => dispatch(handlers, received));
update();
host.post({ kind: 'ready' });
