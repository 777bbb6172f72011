import type { Raster } from '../../protocol/raster';
import type { CandidateFamily, CheckedCandidate, IllustratedCheck, RecipeCheck } from '../../protocol/recipe-check';
import { toCanvas } from '../draw/raster';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ModelApp } from './app';
import { hitsOf } from './checked-images';

/** So many candidates of a family are shown at first, and all that cannot be told from the best. */
const firstShown = 3;

/** What came of a check: the candidates of each family, the likeliest first, with the image as the network sees it. */
export function candidateList(app: ModelApp): Component {
  const node = element('div', { class: 'candidates' });
  let drawn: IllustratedCheck | null = null;
  return {
    element: node,
    update() {
      const { check } = app.document;
      const shown = check.state === 'done' ? check.value : null;
      if (shown === drawn) return;
      drawn = shown;
      node.replaceChildren(
        ...(shown ? shown.check.families.flatMap((family, i) => familyList(app, shown, family, i)) : []),
      );
    },
  };
}

function familyList(
  app: ModelApp,
  { check, thumbnails }: IllustratedCheck,
  family: CandidateFamily,
  at: number,
): Element[] {
  const rows = family.candidates.map((candidate, i) => row(app, check, family, candidate, thumbnails[at][i]));
  const most = Math.max(firstShown, family.candidates.filter(({ beside }) => beside !== 'worse').length);
  const list = (some: readonly Element[]): Element => element('ol', { class: 'candidate-list' }, ...some);
  const rest = rows.slice(most);
  return [
    element('h3', {}, family.label),
    list(rows.slice(0, most)),
    ...(rest.length > 0
      ? [element('details', {}, element('summary', {}, t('{0} that fit worse', rest.length)), list(rest))]
      : []),
  ];
}

function row(
  app: ModelApp,
  check: RecipeCheck,
  family: CandidateFamily,
  candidate: CheckedCandidate,
  thumbnail: Raster,
): Element {
  const canvas = toCanvas(thumbnail);
  canvas.className = 'candidate-thumbnail';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', t('The image as the network sees it: {0}', candidate.label));
  const attempt = button({
    label: t('Try'),
    title: t('Put it into the form below: {0}', candidate.label),
    onClick: () => app.attempt(family, candidate.fields),
  });
  return element(
    'li',
    { class: 'candidate', 'data-beside': candidate.beside },
    canvas,
    element(
      'div',
      {},
      element(
        'p',
        { class: 'candidate-name' },
        candidate.label,
        candidate.isCurrent && element('span', { class: 'candidate-now' }, t('as it is now')),
      ),
      element(
        'p',
        { class: 'quiet figure', title: [likelihood(candidate), ...hitsOf(check, candidate)].join('\n') },
        figures(candidate, check.labelled),
      ),
      besideText(candidate) && element('p', { class: 'quiet' }, besideText(candidate)),
    ),
    attempt,
  );
}

function figures({ right, confidence, entropy }: CheckedCandidate, labelled: number): string {
  if (!right) return t('mean probability {0} · entropy {1}', percent(confidence), entropy.toFixed(2));
  return t(
    '{0} of {1} right ({2} to {3}) · mean probability {4}',
    right.count,
    labelled,
    percent(right.low),
    percent(right.high),
    percent(confidence),
  );
}

const likelihood = ({ share }: CheckedCandidate): string =>
  t('Probability among these candidates: {0}. The range of what is right holds at 95 %.', percent(share));

function besideText({ beside }: CheckedCandidate): string {
  if (beside === 'undecided') return t('These images do not tell it from the first');
  return beside === 'same' ? t('Makes no difference to this network beside the first') : '';
}
