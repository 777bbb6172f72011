import { cardIdOf, withCard } from '../../protocol/cards';
import {
  emptyExplain,
  type ExplainDocument,
  type ExplainObject,
  type CardScores,
} from '../../protocol/explain-document';
import { type ExplainCalls, type ExplainToHost, type ExplainToPanel } from '../../protocol/explain-panel';
import { emptyGrid, gridAfter, type GridToPanel, type MapGrid } from '../../protocol/map-grid';
import type { CardVerdicts } from '../../protocol/map-verdict';
import { dispatch, type Handlers } from '../../protocol/handlers';
import type { CardTrust } from '../../protocol/trust-strip';
import { emptyVersions, type Versions } from '../../protocol/versions';
import { Viewport } from '../draw/viewport';
import { initialView, isBusy, methodOf, type ExplainApp, type ExplainView } from '../explain/app';
import { cardEvidence } from '../explain/card-evidence';
import { cards } from '../explain/cards';
import { exportShown } from '../explain/exporting';
import { header } from '../explain/header';
import { keyboard } from '../explain/keyboard';
import { layerOverview } from '../explain/layer-overview';
import { layoutActions } from '../explain/layout-actions';
import { mapGrid } from '../explain/map-grid';
import { maskSheet } from '../explain/mask-sheet';
import { message } from '../explain/message';
import { notice } from '../ui/notice';
import { objectEditor } from '../explain/object-editor';
import { progress } from '../explain/progress';
import { setupBar } from '../explain/setup-bar';
import { sliceBar } from '../explain/slice-bar';
import { toolbar } from '../explain/toolbar';
import { versions as versionsView } from '../explain/versions';
import { whatIf } from '../explain/what-if';
import { connect } from '../host';
import { pageOf } from '../page';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './explain.css';

loadTranslations();
defineWidgets();
const host = connect<ExplainToHost, ExplainToPanel, ExplainView, ExplainCalls>();
const page = pageOf(host, emptyExplain, initialView, update);
let costs: ExplainApp['costs'] = new Map();
let object: ExplainObject | null = null;
let objectScores: CardScores | null = null;
let grid: MapGrid = emptyGrid;
let versions: Versions = emptyVersions;
let verdicts: CardVerdicts = {};
const trust = new Map<string, CardTrust>();

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
  get grid() {
    return grid;
  },
  get versions() {
    return versions;
  },
  get object() {
    return object;
  },
  get objectScores() {
    return objectScores;
  },
  trust,
  get verdicts() {
    return verdicts;
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
  showEvidence: (card) => void evidence.open(card),
  showInputs: () => heading.showInputs(),
  showKeys: () => shortcuts.show(),
  showMethod: (method) => bar.methods.show(method),
  notify: (sentence, action) => notices.show(sentence, action),
};

const notices = notice();
const masks = maskSheet(app);
const evidence = cardEvidence(app);
const say = message(app);
const bar = setupBar(app);
const display = toolbar(app);
const heading = header(app);
const top = [heading, bar, display, sliceBar(app)];
const maps = cards(app);
const many = mapGrid(app);
const changed = versionsView(app);
const single = [maps, whatIf(app), objectEditor(app), layerOverview(app)];
const below = [many, changed, ...single];
const spoken = progress(app);
const shortcuts = keyboard(app);
const links = skipLinks([
  { label: t('To the maps'), place: () => maps.element },
  { label: t('To the set-up'), place: () => bar.element.querySelector('button') },
]);
const head = element(
  'section',
  { class: 'top', 'aria-label': t('What is explained') },
  ...top.map((part) => part.element),
  heading.panel,
);
const alone = element('div', { class: 'content-part' }, ...single.map((part) => part.element));
const body = element('div', { class: 'content' }, many.element, changed.element, alone);
const main = element('main', {}, say.element, body);
document.body.append(
  links.element,
  head,
  main,
  notices.element,
  masks.element,
  evidence.element,
  shortcuts.element,
  spoken.element,
);

function update(): void {
  for (const part of [...top, say, ...below, masks, evidence, spoken]) part.update();
  const { inputs, error, prediction } = page.document;
  const nothing = inputs.length === 0 || (error !== null && prediction === null);
  body.hidden = bar.element.hidden = display.element.hidden = nothing;
  alone.hidden = page.view.layout !== 'cards';
  document.body.dataset.state = stateOf(page.document);
}

/** What the page as a whole is at; an error is one that leaves nothing to look at. */
function stateOf(now: ExplainDocument): 'empty' | 'running' | 'done' | 'error' {
  if (now.error) return 'error';
  if (isBusy(app) || layoutActions(app).isBusy(app)) return 'running';
  if (now.cards.length > 0 && now.cards.every(({ state }) => state === 'error')) return 'error';
  return now.prediction ? 'done' : 'empty';
}

const urisOf = (inputs: ExplainDocument['inputs']): string => inputs.map(({ uri }) => uri).join('\n');

function changeGrid(message: GridToPanel): void {
  grid = gridAfter(grid, message);
  update();
}

const handlers: Handlers<ExplainToPanel> = {
  document: (received) => {
    app.change(received.document);
  },
  update: ({ changes }) => {
    if (changes.current !== undefined || changes.inputs) app.viewport.reset();
    // Other images are looked at one by one, unless many are asked for.
    const others = changes.inputs && urisOf(changes.inputs) !== urisOf(app.document.inputs);
    app.change(changes, others ? { layout: 'cards', fromGrid: false } : undefined);
  },
  card: ({ card }) => {
    // Another map is to be believed anew.
    trust.delete(cardIdOf(card));
    if (methodOf(app, card.method)) app.change({ cards: withCard(app.document, card) });
  },
  trust: (received) => {
    trust.set(received.card, received.trust);
    update();
  },
  verdicts: (received) => {
    verdicts = received.verdicts;
    update();
  },
  costs: (received) => {
    costs = new Map(received.costs.map((cost) => [cost.method, cost]));
    update();
  },
  notice: ({ text }) => app.notify(text),
  object: (received) => app.setObject(received.object),
  objectScores: (received) => {
    objectScores = received.objectScores;
    update();
  },
  collect: () => exportShown(app, 'all'),
  key: ({ act }) => shortcuts.act(act),
  showGrid: () => app.setView({ layout: 'grid', enlarged: null }),
  showVersions: () => app.setView({ layout: 'versions', enlarged: null }),
  grid: changeGrid,
  gridRow: changeGrid,
  gridCell: changeGrid,
  versions: ({ changes }) => {
    versions = { ...versions, ...changes };
    update();
  },
};

host.onMessage((received) => dispatch(handlers, received));
update();
host.post({ kind: 'ready' });
