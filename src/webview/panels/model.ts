import type { ModelDocument, ModelToHost, ModelToPanel } from '../../protocol/model-editor';
import { dispatch, type Handlers } from '../../protocol/handlers';
import type { Recipe } from '../../protocol/recipe';
import { connect } from '../host';
import type { ModelApp } from '../model/app';
import { importCheck } from '../model/check';
import { facts } from '../model/facts';
import { header } from '../model/header';
import { layerList } from '../model/layers';
import { preview } from '../model/preview';
import { recipeForm } from '../model/recipe';
import { element } from '../ui/element';
import { headline } from '../ui/headline';
import { loadTranslations, t } from '../ui/l10n';
import { button, defineWidgets } from '../ui/toolkit';
import './model.css';

/** Time after the last edit before the preview is asked for. */
const settleMilliseconds = 250;

loadTranslations();
defineWidgets();
/** An edited recipe survives being hidden. */
const host = connect<ModelToHost, ModelToPanel, { readonly draft: Recipe | null }>();
let shown: ModelDocument = {
  name: '',
  description: null,
  recipe: {},
  sidecar: { name: '', exists: false },
  input: null,
  error: null,
  importCheck: null,
  trusted: true,
};
let draft: Recipe | null = host.load()?.draft ?? null;
let picture: ModelApp['preview'] = { picture: null, error: null };
let saved: ModelApp['saved'] = null;
let timer: ReturnType<typeof setTimeout> | undefined;

const app: ModelApp = {
  get document() {
    return shown;
  },
  get draft() {
    return draft;
  },
  get preview() {
    return picture;
  },
  get saved() {
    return saved;
  },
  post: (message) => host.post(message),
  edit(field, value) {
    const { [field]: _old, ...rest } = draft ?? shown.recipe;
    setDraft(value === undefined ? rest : { ...rest, [field]: value });
  },
  revert: () => setDraft(null),
};

const top = header(app);
const alert = element('section', { class: 'message', role: 'alert', hidden: true });
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
  draft = next;
  saved = null;
  host.save({ draft });
  update();
  askForPreview();
}

function askForPreview(): void {
  clearTimeout(timer);
  timer = setTimeout(() => host.post({ kind: 'preview', recipe: draft ?? shown.recipe }), settleMilliseconds);
}

function update(): void {
  const { error, description } = shown;
  for (const part of [top, ...parts]) part.update();
  body.hidden = description === null;
  alert.hidden = error === null;
  if (error) showError(error);
  document.body.dataset.state = error ? 'error' : description ? 'done' : 'running';
}

function showError(error: NonNullable<ModelDocument['error']>): void {
  alert.replaceChildren(
    headline(error),
    element('p', {}, error.next ?? ''),
    element(
      'div',
      { class: 'message-actions' },
      button({ label: t('Try again'), appearance: 'primary', onClick: () => host.post({ kind: 'retry' }) }),
      button({ label: t('Show log'), onClick: () => host.post({ kind: 'command', command: 'showLog' }) }),
    ),
  );
}

const handlers: Handlers<ModelToPanel> = {
  document: (received) => {
    shown = received.document;
    update();
  },
  update: ({ changes }) => {
    const { input, recipe } = shown;
    shown = { ...shown, ...changes };
    update();
    if (shown.description && (shown.input?.uri !== input?.uri || shown.recipe !== recipe)) askForPreview();
  },
  preview: (received) => {
    picture = received;
    update();
  },
  saved: ({ error }) => {
    saved = { error };
    if (!error) {
      shown = { ...shown, recipe: draft ?? shown.recipe, sidecar: { ...shown.sidecar, exists: true } };
      draft = null;
      host.save({ draft });
    }
    update();
  },
};

host.onMessage((message) => dispatch(handlers, message));
update();
host.post({ kind: 'ready' });
