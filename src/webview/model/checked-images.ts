import type { CheckedCandidate, RecipeCheck } from '../../protocol/recipe-check';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ModelApp } from './app';

/** Which images a check looked at, where their labels come from, and which are right now and with the best recipe. */
export function checkedImages(app: ModelApp): Component {
  const summary = element('summary', {});
  const list = element('ul', { class: 'checked-images quiet' });
  const node = element('details', { class: 'quiet' }, summary, list);
  let drawn: RecipeCheck | null = null;
  return {
    element: node,
    update() {
      const { check } = app.document;
      const shown = check.state === 'done' ? check.value.check : null;
      node.hidden = shown === null;
      if (shown === drawn || !shown) return;
      drawn = shown;
      summary.textContent = t('{0} images · {1}', shown.images.length, shown.labelling);
      list.replaceChildren(...shown.images.map((_, n) => element('li', {}, lineOf(shown, n))));
    },
  };
}

/** The last family was tried with the best of all others; what is in force now was tried in the first. */
function lineOf({ images, families }: RecipeCheck, n: number): string {
  const { name, label } = images[n];
  if (label === null) return t('{0}: no label', name);
  const now = families[0].candidates.find(({ isCurrent }) => isCurrent);
  const best = families[families.length - 1].candidates[0];
  if (!now || now === families[0].candidates[0]) return `${name}: ${label} · ${hitOf(best, n)}`;
  return t('{0}: {1} · now {2}, then {3}', name, label, hitOf(now, n), hitOf(best, n));
}

/** What a candidate makes of every image that has a label, one a line. */
export const hitsOf = ({ images }: RecipeCheck, candidate: CheckedCandidate): string[] =>
  images.flatMap(({ name, label }, n) => (label === null ? [] : [`${name}: ${label} · ${hitOf(candidate, n)}`]));

const hitOf = ({ hits }: CheckedCandidate, n: number): string => (hits[n] ? t('right') : t('wrong'));
