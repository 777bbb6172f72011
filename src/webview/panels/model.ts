import { emptyModel, type ModelDocument, type ModelToHost, type ModelToPanel } from '../../protocol/model-editor';
import { dispatch, type Handlers } from '../../protocol/handlers';
import type { Recipe } from '../../protocol/recipe';
import { connect } from '../host';
import { recipeOf, type ModelApp, type ModelView } from '../model/app';
import { importCheck } from '../model/check';
import { facts } from '../model/facts';
import { header } from '../model/header';
import { layerList } from '../model/layers';
import { preview } from '../model/preview';
import { recipeForm } from '../model/recipe';
import { pageOf } from '../page';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { errorState } from '../ui/states';
import { defineWidgets } from '../ui/toolkit';
import './model.css';

/** Time after the last edit before the preview is asked for. */
const settleMilliseconds = 250;

loadTranslations();
defineWidgets();
const host = connect<ModelToHost, ModelToPanel, ModelView>();
const page = pageOf<ModelDocument, ModelView, ModelToHost>(host, emptyModel, { draft: null }, update);
let image: ModelApp['preview'] = { image: null, error: null };
let saved: ModelApp['saved'] = null;
let timer: ReturnType<typeof setTimeout> | undefined;

const app: ModelApp = {
  get document() {
    return page.document;
  },
  get draft() {
    return page.view.draft;
  },
  get preview() {
    return image;
  },
  get saved() {
    return saved;
  },
  post: page.post,
  edit(field, value) {
    const { [field]: _old, ...rest } = recipeOf(app);
    setDraft(value === undefined ? rest : { ...rest, [field]: value });
  },
  revert: () => setDraft(null),
};

const top = header(app);
const alert = element('div', { hidden: true });
const remedies = [
  { label: t('Try again'), run: () => app.post({ kind: 'retry' }) },
  { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
];
const parts = [layerList(app), facts(app), importCheck(app), preview(app), recipeForm(app)];
const [layers, tensors, check, ...recipe] = parts.map((part) => part.element);
const body = element(
  'main',
  { class: 'columns' },
  layers,
  element('div', { class: 'right' }, tensors, check, element('div', { class: 'recipe-area' }, ...recipe)),
);
document.body.append(top.element, alert, body);

function setDraft(next: Recipe | null): void {
  saved = null;
  page.setView({ draft: next });
  askForPreview();
}

function askForPreview(): void {
  clearTimeout(timer);
  timer = setTimeout(() => host.post({ kind: 'preview', recipe: recipeOf(app) }), settleMilliseconds);
}

function update(): void {
  const { error, description } = app.document;
  for (const part of [top, ...parts]) part.update();
  body.hidden = description === null;
  alert.hidden = error === null;
  if (error) alert.replaceChildren(errorState(error, remedies));
  document.body.dataset.state = error ? 'error' : description ? 'done' : 'running';
}

const handlers: Handlers<ModelToPanel> = {
  document: (received) => page.change(received.document),
  update: ({ changes }) => {
    const { input, recipe } = app.document;
    page.change(changes);
    const now = app.document;
    if (now.description && (now.input?.uri !== input?.uri || now.recipe !== recipe)) askForPreview();
  },
  preview: (received) => {
    image = received;
    update();
  },
  saved: ({ error }) => {
    saved = { error };
    if (error) return update();
    page.change({ recipe: recipeOf(app), sidecar: { ...app.document.sidecar, exists: true } }, { draft: null });
  },
};

host.onMessage((message) => dispatch(handlers, message));
update();
host.post({ kind: 'ready' });
