import {
  emptyModel,
  type ModelCalls,
  type ModelDocument,
  type ModelToHost,
  type ModelToPanel,
} from '../../protocol/model-editor';
import { dispatch, type Handlers } from '../../protocol/handlers';
import { none, outcomeOf } from '../../protocol/loading';
import type { Recipe } from '../../protocol/recipe';
import { connect } from '../host';
import { recipeOf, type ModelApp, type ModelView } from '../model/app';
import { importCheck } from '../model/check';
import { facts } from '../model/facts';
import { header } from '../model/header';
import { labelOffers } from '../model/labels';
import { layerList } from '../model/layers';
import { preview } from '../model/preview';
import { recipeForm } from '../model/recipe';
import { recipeCheck } from '../model/recipe-check';
import { pageOf } from '../page';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { skipLinks } from '../ui/skip';
import { errorState } from '../ui/states';
import { defineWidgets } from '../ui/toolkit';
import './model.css';

/** Time after the last edit before the preview is asked for. */
const settleMilliseconds = 250;

loadTranslations();
defineWidgets();
const host = connect<ModelToHost, ModelToPanel, ModelView, ModelCalls>();
const page = pageOf<ModelDocument, ModelView, ModelToHost, ModelCalls>(host, emptyModel, { draft: null }, update);
let seen: ModelApp['preview'] = none;
let tried: ModelApp['tried'] = none;
let saved: ModelApp['saved'] = none;
let adopted: ModelApp['adopted'] = none;
let timer: ReturnType<typeof setTimeout> | undefined;

const app: ModelApp = {
  get document() {
    return page.document;
  },
  get draft() {
    return page.view.draft;
  },
  get preview() {
    return seen;
  },
  get tried() {
    return tried;
  },
  get saved() {
    return saved;
  },
  get adopted() {
    return adopted;
  },
  post: page.post,
  edit(field, value) {
    const { [field]: _old, ...rest } = recipeOf(app);
    setDraft(value === undefined ? rest : { ...rest, [field]: value });
  },
  revert: () => setDraft(null),
  save: () => void save(),
  attempt({ candidates }, fields) {
    const decided = new Set<string>(['preset', ...candidates.flatMap((candidate) => Object.keys(candidate.fields))]);
    const others = Object.entries(recipeOf(app)).filter(([field]) => !decided.has(field));
    setDraft({ ...Object.fromEntries(others), ...fields });
  },
  adopt: () => void adopt(),
};

const top = header(app);
const alert = element('div', { hidden: true });
const remedies = [
  { label: t('Try again'), run: () => app.post({ kind: 'retry' }) },
  { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
];
const doctor = recipeCheck(app);
const parts = [layerList(app), labelOffers(app), facts(app), importCheck(app), doctor, preview(app), recipeForm(app)];
const [layers, offers, tensors, check, trials, ...recipe] = parts.map((part) => part.element);
const body = element(
  'main',
  { class: 'columns' },
  layers,
  element(
    'div',
    { class: 'right' },
    offers,
    tensors,
    check,
    trials,
    element('div', { class: 'recipe-area' }, ...recipe),
  ),
);
const links = skipLinks([
  { label: t('To the layers'), place: () => (body.hidden ? null : layers) },
  { label: t('To the recipe'), place: () => (body.hidden ? null : recipe[recipe.length - 1]) },
]);
document.body.append(links.element, top.element, alert, body);

function setDraft(next: Recipe | null): void {
  saved = none;
  page.setView({ draft: next });
  askForPreview();
}

function askForPreview(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void refreshPreview(), settleMilliseconds);
}

async function refreshPreview(): Promise<void> {
  const recipe = recipeOf(app);
  seen = await outcomeOf(page.ask('preview', { recipe }));
  update();
  // What the model said of another recipe stays until it has spoken of this one.
  const isSeen = seen.state === 'done' && seen.value !== null;
  tried = isSeen ? await outcomeOf(page.ask('predict', { recipe })) : none;
  update();
}

async function save(): Promise<void> {
  const recipe = recipeOf(app);
  saved = await outcomeOf(page.ask('save', { recipe }));
  if (saved.state !== 'done') return update();
  page.change({ recipe, sidecar: { ...app.document.sidecar, exists: true } }, { draft: null });
}

async function adopt(): Promise<void> {
  const { check } = app.document;
  if (check.state !== 'done') return;
  const { recipe } = check.value.check;
  adopted = await outcomeOf(page.ask('adopt', { recipe }));
  if (adopted.state !== 'done') return update();
  page.change({ recipe, sidecar: { ...app.document.sidecar, exists: true } }, { draft: null });
  askForPreview();
}

function update(): void {
  const { error, description } = app.document;
  for (const part of [top, ...parts]) part.update();
  body.hidden = description === null;
  links.update();
  alert.hidden = error === null;
  if (error) alert.replaceChildren(errorState(error, remedies));
  document.body.dataset.state = error ? 'error' : description ? 'done' : 'running';
}

const handlers: Handlers<ModelToPanel> = {
  document: (received) => page.change(received.document),
  update: ({ changes }) => {
    const { input, recipe } = app.document;
    if (changes.check && changes.check.state !== 'none') adopted = none;
    page.change(changes);
    const now = app.document;
    if (now.description && (now.input?.uri !== input?.uri || now.recipe !== recipe)) askForPreview();
  },
  showCheck: () => doctor.show(),
};

host.onMessage((message) => dispatch(handlers, message));
update();
host.post({ kind: 'ready' });
