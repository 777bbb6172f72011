import type { RecipeCheck, RecipeCheckPlan } from '../../protocol/recipe-check';
import type { Loading } from '../../protocol/loading';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { passes } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ModelApp } from './app';
import { candidateList } from './candidate-list';
import { checkedImages } from './checked-images';

export interface RecipeCheckView extends Component {
  /** Brings it into sight and starts it, once its cost is known, unless it runs or has ended. */
  show(): void;
}

/** Tries the usual ways of making the input on a few images, ranks them, and writes the one that is chosen. */
export function recipeCheck(app: ModelApp): RecipeCheckView {
  const cost = element('p', { class: 'quiet' });
  const start = button({ label: t('Check the recipe'), onClick: () => app.post({ kind: 'check' }) });
  const cancel = button({ label: t('Cancel'), onClick: () => app.post({ kind: 'cancelCheck' }) });
  const folder = button({ label: t('Other images…'), onClick: () => app.post({ kind: 'pickCheckFolder' }) });
  const progress = element('progress', { 'aria-label': t('Progress') });
  const said = element('p', { role: 'status', class: 'check-said' });
  const notes = element('ul', { class: 'check-notes quiet' });
  const adopt = button({ label: t('Use this recipe'), appearance: 'primary', onClick: () => app.adopt() });
  const lists = candidateList(app);
  const used = checkedImages(app);
  /** It is to begin as soon as it can. */
  let isDue = false;
  const node = element(
    'section',
    { class: 'block recipe-check', 'aria-label': t('Check the recipe') },
    element('h2', {}, t('Check the recipe')),
    element('div', { class: 'check-line' }, cost, start, cancel, folder, progress),
    said,
    used.element,
    notes,
    element('div', { class: 'check-line' }, adopt),
    lists.element,
  );
  return {
    element: node,
    update() {
      const { checkPlan, check, checkFolder, sidecar, trusted } = app.document;
      node.hidden = !trusted || (checkFolder === null && check.state === 'none');
      const isRunning = check.state === 'loading';
      setText(cost, planText(checkPlan, checkFolder?.name ?? '', isRunning));
      setAttribute(cost, 'title', checkFolder && decodeURIComponent(checkFolder.uri.replace(/^file:\/\//, '')));
      cost.classList.toggle('broken', checkPlan.state === 'error');
      start.hidden = isRunning;
      start.disabled = checkPlan.state !== 'done' || sidecar.faults.length > 0;
      folder.hidden = isRunning;
      cancel.hidden = progress.hidden = !isRunning;
      if (isDue && checkPlan.state !== 'loading' && checkPlan.state !== 'none') {
        isDue = false;
        if (!start.disabled && check.state === 'none') app.post({ kind: 'check' });
      }
      if (check.state === 'loading') {
        progress.max = check.of ?? 1;
        progress.value = check.done ?? 0;
      }
      const done = check.state === 'done' ? check.value.check : null;
      setText(said, check.state === 'error' ? check.error.what : (notAdopted(app) ?? done?.verdict ?? ''));
      said.classList.toggle('broken', check.state === 'error');
      said.hidden = said.textContent === '';
      notes.replaceChildren(...(done?.notes ?? []).map((note) => element('li', {}, note)));
      notes.hidden = notes.childElementCount === 0;
      adopt.hidden = done === null || isInForce(app, done);
      setAttribute(adopt, 'title', t('Write {0} and run again', sidecar.name));
      used.update();
      lists.update();
    },
    show() {
      isDue = true;
      this.update();
      node.scrollIntoView({ block: 'start' });
      start.focus();
    },
  };
}

function planText(plan: Loading<RecipeCheckPlan>, folder: string, isRunning: boolean): string {
  if (plan.state === 'error') return plan.error.what;
  if (plan.state !== 'done') return t('Looking at the images of {0}…', folder);
  const { images, labelled, ways, passes: total } = plan.value;
  if (isRunning) return t('Checking {0} images of {1}…', images, folder);
  return labelled > 0
    ? t('{0} images of {1}, {2} with a label · {3} ways · {4}', images, folder, labelled, ways, passes(total))
    : t('{0} images of {1}, without labels · {2} ways · {3}', images, folder, ways, passes(total));
}

/** What was found is what the sidecar says already: there is nothing to write. */
function isInForce({ document: { description, recipe } }: ModelApp, { families, recipe: found }: RecipeCheck): boolean {
  const isGuessed = description?.recipe.guessed.some(({ field }) => field in found) ?? true;
  const isNamed = found.labels === undefined || JSON.stringify(found.labels) === JSON.stringify(recipe.labels);
  return !isGuessed && isNamed && families.every(({ candidates: [first] }) => first.isCurrent);
}

const notAdopted = ({ adopted }: ModelApp): string | undefined =>
  adopted.state === 'error' ? t('Not written: {0}', adopted.error.what) : undefined;
