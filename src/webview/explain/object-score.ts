import type { ObjectScore } from '../../protocol/object';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** How well a card's map points at the object: a line below the map while there is a mask. */
export function objectScore(app: ExplainApp, id: string) {
  const overlap = element('span', { class: 'figure' });
  const pointing = element('span', { class: 'figure' });
  const node = element('div', { class: 'facts-line object-score' }, overlap, pointing);
  return {
    element: node,
    update(): void {
      const { objectScores } = app;
      const score = objectScores?.scores[id];
      node.hidden = !app.object;
      setText(overlap, overlapOf(score));
      setText(pointing, score ? pointingOf(score) : '');
      overlap.title = hintOf(overlap, objectScores?.formulas.iou);
      pointing.title = hintOf(pointing, objectScores?.formulas.pointing);
    },
  };
}

/** The text whole, which a narrow card cuts, and how it is measured. */
const hintOf = ({ textContent }: HTMLElement, formula = ''): string =>
  [textContent, formula].filter(Boolean).join('\n');

/** The line waits for its number; a map of another size has none. */
function overlapOf(score: ObjectScore | null | undefined): string {
  if (!score) return score === null ? '' : 'IoU …';
  return `IoU ${score.iou === null ? '—' : figure(score.iou)}`;
}

function pointingOf({ hit, distance }: { readonly hit: boolean; readonly distance: number | null }): string {
  if (hit) return t('points at the object ✓');
  return distance === null ? t('misses the object') : t('misses the object by {0} px', figure(distance));
}
