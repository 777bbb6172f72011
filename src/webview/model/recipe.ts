import type { ModelDescription } from '../../protocol/model';
import type { RecipeFault } from '../../protocol/model-editor';
import type { Recipe } from '../../protocol/recipe';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { icon } from '../ui/icons';
import { button } from '../ui/toolkit';
import { faultsOf, recipeOf, type ModelApp } from './app';
import type { RecipeField } from './field';
import { recipeFields } from './fields';

/** The sidecar as a form: every field shows what holds now and where that comes from. */
export function recipeForm(app: ModelApp): Component {
  const fields = recipeFields();
  const known = fields.map(({ field }) => field);
  const rows = fields.map((field) => row(app, field, known));
  const others = faultList(app, null, known);
  const status = element('span', { class: 'quiet', role: 'status' });
  const save = button({
    label: t('Save'),
    appearance: 'primary',
    onClick: () => app.save(),
  });
  const revert = button({ label: t('Revert'), onClick: () => app.revert() });
  const open = element('button', { class: 'link', onclick: () => app.post({ kind: 'openSidecar' }) });
  const actions = element('div', { class: 'form-actions' }, save, revert, open, status);
  const node = element(
    'section',
    { class: 'block recipe', 'aria-label': t('Input recipe') },
    element('h2', {}, t('Input recipe')),
    others.element,
    ...rows.map((part) => part.element),
    actions,
  );
  return {
    element: node,
    update() {
      const { document, draft, saved } = app;
      for (const part of [others, ...rows]) part.update();
      // A sidecar that is no recipe is not written over by what the form holds in its place.
      const isUnread = document.sidecar.faults.some(({ field }) => field === null);
      save.disabled = isUnread || (draft === null && document.sidecar.exists);
      revert.disabled = draft === null;
      setText(open, document.sidecar.name);
      open.hidden = !document.sidecar.exists;
      setText(status, statusOf(app));
      status.classList.toggle('broken', saved.state === 'error');
    },
  };
}

function statusOf({ draft, saved, document }: ModelApp): string {
  if (saved.state === 'error') return t('Not saved: {0}', saved.error.what);
  if (draft) return t('Not saved');
  if (saved.state === 'done') return t('Saved');
  return document.sidecar.exists ? '' : t('No sidecar yet: these values are guesses');
}

/**
 * A field's control is made anew only when another value holds than the one it shows: typing must not lose the cursor.
 */
function row(app: ModelApp, field: RecipeField, known: readonly string[]): Component {
  const slot = element('span', { class: 'recipe-control' });
  const origin = element('span', { class: 'quiet origin' });
  const unset = button({
    label: t('Reset {0}', field.label),
    icon: icon('retry'),
    appearance: 'icon',
    onClick: () => app.edit(field.field, undefined),
  });
  const faults = faultList(app, field.field, known);
  const line = element(
    'div',
    { class: 'recipe-row', 'data-field': field.field, title: field.hint },
    element('span', { class: 'recipe-label' }, field.label),
    slot,
    origin,
    unset,
  );
  const node = element('div', {}, line, faults.element);
  let shown = '';
  const valueKey = (): string =>
    JSON.stringify(recipeOf(app)[field.field] ?? heldBy(app.document.description, field.field) ?? null);
  return {
    element: node,
    update() {
      const recipe = recipeOf(app);
      const { recipe: complete = null, task = null, logits } = app.document.description ?? {};
      const own = recipe[field.field] !== undefined;
      const guess = own ? undefined : complete?.guessed.find((each) => each.field === field.field);
      setText(origin, own ? '' : guess ? t('guessed') : recipe.preset && field.field !== 'preset' ? t('preset') : '');
      setAttribute(origin, 'title', guess?.reason ?? '');
      unset.style.visibility = own ? 'visible' : 'hidden';
      faults.update();
      line.classList.toggle('faulty', !faults.element.hidden);
      const told = { recipe, complete, task, logits: logits?.tensor };
      const isUseful = (field.of === undefined || field.of === task?.id) && (field.isFor?.(told) ?? true);
      node.hidden = !isUseful && !own;
      if (valueKey() === shown) return;
      shown = valueKey();
      slot.replaceChildren(
        field.control(told, (value) => {
          shown = JSON.stringify(value ?? null);
          app.edit(field.field, value);
        }),
      );
    },
  };
}

/** What holds of a field that the recipe leaves open. */
function heldBy(description: ModelDescription | null, field: keyof Recipe): unknown {
  if (field === 'task') return description?.task.id;
  return field === 'output' ? description?.logits.tensor : (description?.recipe as Recipe | undefined)?.[field];
}

/** What is wrong, beside what it is wrong with, and in sight of who is editing it. */
function faultList(app: ModelApp, field: string | null, known: readonly string[]): Component {
  const node = element('div', { class: 'recipe-fault', role: 'alert' });
  let drawn = '[]';
  return {
    element: node,
    update() {
      const faults = faultsOf(app, field, known);
      node.hidden = faults.length === 0;
      const key = JSON.stringify(faults);
      if (key === drawn) return;
      drawn = key;
      node.replaceChildren(...faults.flatMap((fault) => linesOf(fault, app.document.sidecar.name, field === null)));
      const isEdited = node.closest('.recipe')?.contains(document.activeElement);
      if (!node.hidden && isEdited) node.scrollIntoView({ block: 'nearest' });
    },
  };
}

/** @param isNamed the field is not beside it, so it is named */
function linesOf({ field, error }: RecipeFault, sidecar: string, isNamed: boolean): HTMLElement[] {
  const file = error.where?.split(/[\\/]/).at(-1);
  // Another file than the one the form is about is named: the one of labels.
  const place = isNamed && field ? `"${field}"` : file === sidecar ? '' : file;
  const what = place ? `${place}: ${error.what}` : error.what.charAt(0).toUpperCase() + error.what.slice(1);
  return [
    element('p', { title: error.where }, what),
    ...(error.next ? [element('p', { class: 'quiet' }, error.next)] : []),
  ];
}
