import type { MapBasis, MethodResult } from '../../protocol/method';
import type { Card } from '../../protocol/explain-document';
import { element, setText } from '../ui/element';
import { figure, passes, percent, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { spent } from './run-cost';

/** Residuals up to this share of what was expected count as complete. */
const complete = 0.05;

/** Time, cost, and completeness or fit, in a line below a map that keeps its height while there is nothing to say. */
export function cardFacts(app: ExplainApp) {
  const cost = element('span', { class: 'figure' });
  const check = element('span', { class: 'figure' });
  const node = element('footer', { class: 'facts-line' }, check, cost);
  return {
    element: node,
    update(card: Card): void {
      const result = card.state === 'done' ? card.result : null;
      setText(cost, costOf(card));
      cost.title = result ? `${cost.textContent}\n${costHint(result)}` : (cost.textContent ?? '');
      showCheck(check, result, rangeOfLogits(app));
      if (check.textContent) check.title = `${check.textContent}\n${check.title}`;
    },
  };
}

function costOf(card: Card): string {
  if (card.state === 'done') return `${seconds(card.result.seconds)} · ${passes(spent(card.result))}`;
  if (card.state !== 'running' && card.state !== 'cancelled') return '';
  const cost = costSoFar(card.passes, card.expectedPasses);
  // A hundred is said of what is finished.
  if (card.state === 'running') return `${Math.min(99, Math.floor(card.fraction * 100))} % · ${cost}`;
  return card.map ? t('cancelled after {0}', cost) : '';
}

/** What was expected is an estimate, as shows once it is passed. */
function costSoFar(spentNow: number, expected: number | null): string {
  if (expected === null) return passes(spentNow);
  return spentNow > expected
    ? t('{0} of about {1}', passes(spentNow), passes(expected))
    : `${passes(spentNow)} / ${passes(expected)}`;
}

function costHint(result: MethodResult): string {
  const { forwardPasses, backwardPasses, sharedPasses, leastPasses, device, software = 'ONNX Runtime' } = result;
  const ratio = leastPasses > 0 ? figure(spent(result) / leastPasses) : '—';
  return [
    t(
      '{0} forward and {1} backward passes on {2}, in {3}',
      figure(forwardPasses),
      figure(backwardPasses),
      device,
      software,
    ),
    ...(sharedPasses > 0
      ? [t('{0} forward passes shared with the prediction or another method', figure(sharedPasses))]
      : []),
    t('{0} times the least this method can cost ({1})', ratio, passes(leastPasses)),
  ].join('\n');
}

/** How far the map can be trusted by its own measure: its sum, or the fit of the model behind it. */
function showCheck(node: HTMLElement, result: MethodResult | null, spread: number): void {
  node.classList.remove('broken');
  node.title = '';
  setText(node, '');
  if (result?.completeness) showCompleteness(node, result.completeness, spread);
  else if (result?.r2 !== undefined) showFit(node, result.r2);
  else if (result?.basis) showBasis(node, result.basis);
}

function showFit(node: HTMLElement, r2: number): void {
  setText(node, `R² ${r2.toFixed(2).replace('-', '−')}`);
  node.title = t(
    'How much of the variation of the scores the linear model behind the map explains; near 1 it imitates the network well',
  );
}

function showBasis(node: HTMLElement, { said, faithfulness }: MapBasis): void {
  setText(node, t('Post-hoc {0}', percent(faithfulness)));
  node.title = said;
}

/** Σ = Δf with a tick where the map adds up to what its axiom says, and by how much it does not. */
function showCompleteness(
  node: HTMLElement,
  { sum, expected, residual }: NonNullable<MethodResult['completeness']>,
  spread: number,
): void {
  const share = Math.abs(residual) / (Math.max(Math.abs(expected), spread / 10) || 1);
  const holds = share <= complete;
  setText(node, `Σ ${holds ? '= Δf ✓' : '≠ Δf ⚠'} (${percent(share)})`);
  node.classList.toggle('broken', !holds);
  node.title = [
    t('The map adds up to {0}; its axiom says {1}', figure(sum), figure(expected)),
    t('In per cent of what it should be, or of a tenth of the range of the logits where that is more'),
  ].join('\n');
}

/** Largest minus smallest logit. */
function rangeOfLogits(app: ExplainApp): number {
  const logits = app.document.prediction?.predictions.map(({ logit }) => logit) ?? [];
  return logits.length ? Math.max(...logits) - Math.min(...logits) : 0;
}
