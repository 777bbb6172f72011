import { cardIdOf } from '../../protocol/cards';
import type { Card, CardKey } from '../../protocol/explain-document';
import { drawBoundaries } from '../draw/boundaries';
import { element, setAttribute, setText } from '../ui/element';
import { icon, type IconName } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { roving } from '../ui/roving';
import { button, progressRing } from '../ui/toolkit';
import { atWork, methodOf, type ExplainApp } from './app';
import { inputsBeside } from './inputs-beside';
import { objectScore } from './object-score';
import { provenance } from './provenance';
import { coloringOf } from './coloring';
import { exportCards } from './exporting';
import { cardFacts } from './facts';
import { cardLegend, pointerValue } from './card-legend';
import { boundariesOf, errorsOf, planeOf, segmentsOf, showsErrors } from './planes';
import { Stages } from './stages';
import { drawTarget } from './target-mark';
import { targetName } from './target-name';
import { quantityText } from './quantity';
import { variantText } from './variant';
import { showVeil } from './veil';
import { timeStrip } from './time-strip';
import { trustStrip } from './trust-strip';
import { verdictBar } from '../ui/verdict-bar';
import { cardWarnings } from './warnings';

export interface CardView {
  readonly element: HTMLElement;
  update(card: Card): void;
}

/** A card: heatmap, legend, facts, and what can be done with it. Its space is reserved from the start. */
export function cardView(app: ExplainApp, key: CardKey): CardView {
  const id = cardIdOf(key);
  const method = methodOf(app, key.method);
  const name = method?.label ?? key.method;
  const variant = variantText(method, key.variant);
  const label = variant ? `${name}, ${variant}` : name;
  const title = element('h3', { title: name }, name);
  const sub = element('p', { class: 'quiet card-sub' });
  const cancel = button({
    label: t('Cancel {0}', label),
    icon: icon('cancel'),
    appearance: 'icon',
    onClick: () => app.post({ kind: 'cancel', card: id }),
  });
  const retry = button({
    label: t('Run {0} again', label),
    icon: icon('retry'),
    appearance: 'icon',
    onClick: () => app.post({ kind: 'retry', card: id }),
  });
  const save = menuButton({ label: t('Export {0}', label), icon: icon('download') });
  const exporting = menu(save, [
    { label: t('Image (.png)'), run: () => exportCards(app, 'png', id) },
    { label: t('Map (.npy)'), run: () => exportCards(app, 'npy', id) },
    { label: t('Description (result.json)'), run: () => exportCards(app, 'json', id) },
  ]);
  const outline = toggle(t('Segment boundaries'), 'segments', () => app.setView({ boundaries: !app.view.boundaries }));
  const masks = button({
    label: t('Random masks of {0}', label),
    icon: icon('masks'),
    appearance: 'icon',
    onClick: () => app.showMasks(id),
  });
  const judge = button({
    label: t('What a metric does with {0}', label),
    icon: icon('judge'),
    appearance: 'icon',
    onClick: () => app.showEvidence(id),
  });
  const uncertain = toggle(t('Standard error'), 'spread', () =>
    app.setView({ standardErrors: !app.view.standardErrors }),
  );
  const stages = new Stages(app, {
    corner: (seen) => pointerValue(seen, id),
    over(seen, context, width, height) {
      drawTarget(seen, context, width, height);
      const segments = boundariesOf(app, id);
      if (segments) drawBoundaries(context, segments, seen.viewport, width, height);
      if (app.object && app.view.outline) drawBoundaries(context, app.object.mask, seen.viewport, width, height);
    },
  });
  const time = timeStrip(app, id);
  const progress = progressBar();
  const veil = element('div', { class: 'veil' });
  const legend = cardLegend(app, id);
  const facts = cardFacts(app);
  const warnings = cardWarnings();
  const score = objectScore(app, id);
  const beside = inputsBeside(app, id);
  const trust = trustStrip(app, id);
  const verdicts = verdictBar((verdict) => app.post({ kind: 'verdict', card: id, verdict }));
  const enlarge = button({
    label: t('Enlarge {0} (Enter)', label),
    icon: icon('fit'),
    appearance: 'icon',
    onClick: () => app.setView({ enlarged: app.view.enlarged === id ? null : id }),
  });
  const actions = element(
    'div',
    { class: 'card-actions', role: 'toolbar', 'aria-label': t('Actions for {0}', label) },
    ...[judge, masks, uncertain, outline, cancel, retry, exporting, enlarge],
  );
  const head = element('header', { class: 'card-head' }, title, roving(actions));
  const node = element(
    'article',
    { class: 'card', 'data-method': key.method, 'data-card': id, 'data-enlarge': id, 'aria-label': label },
    head,
    element('div', { class: 'card-line' }, sub, warnings.element),
    variant && element('p', { class: 'card-variant', title: variant }, variant),
    element('div', { class: 'stage' }, stages.element, trust.badge, progress.element, veil),
    time.element,
    beside.element,
    legend.element,
    score.element,
    facts.element,
    trust.element,
    verdicts.element,
  );
  return {
    element: node,
    update(card) {
      const enlarged = app.view.enlarged === id;
      enlarge.replaceChildren(icon(enlarged ? 'shrink' : 'fit'));
      setAttribute(enlarge, 'aria-label', enlarged ? t('All cards') : t('Enlarge {0}', label));
      setAttribute(
        enlarge,
        'title',
        enlarged ? t('Back to all cards (Escape)') : t('Enlarge (Enter, or a click on the map)'),
      );
      setAttribute(node, 'data-state', card.state);
      setAttribute(node, 'aria-busy', atWork(card) ? 'true' : null);
      setAttribute(head, 'title', [method?.shows, method?.misleads, provenance(app, card)].filter(Boolean).join('\n'));
      setText(sub, subtitle(app, card));
      setAttribute(sub, 'title', sub.textContent);
      cancel.hidden = !atWork(card);
      retry.hidden =
        card.state !== 'error' && card.state !== 'cancelled' && !(card.state === 'done' && card.result.stopped);
      exporting.hidden = card.state !== 'done';
      outline.hidden = !segmentsOf(card);
      setAttribute(outline, 'aria-pressed', String(app.view.boundaries));
      judge.hidden = card.state !== 'done';
      masks.hidden = card.state !== 'done' || !method?.masks;
      uncertain.hidden = !errorsOf(card);
      setAttribute(uncertain, 'aria-pressed', String(app.view.standardErrors));
      progress.update(card);
      showVeil(app, veil, card);
      stages.update(
        (seen) => planeOf(seen, id),
        coloringOf(app, id),
        describe(showsErrors(app, id) ? t('Standard error of {0}', label) : label, targetName(app), card.state),
      );
      time.update();
      legend.update();
      beside.update();
      facts.update(card);
      warnings.update(card);
      score.update();
      verdicts.element.hidden = !app.document.evaluation;
      verdicts.update(app.verdicts[id] ?? null);
      node.classList.toggle('doubtful', trust.update());
    },
  };
}

/** A native button, because the widget library's does not tell screen readers that it is pressed. */
function toggle(label: string, name: IconName, onclick: () => void): HTMLElement {
  return element('button', { class: 'card-toggle', 'aria-label': label, title: label, onclick }, icon(name));
}

function subtitle(app: ExplainApp, card: Card): string {
  const layer = card.state === 'done' ? card.result.layer : null;
  const described = layer === null ? undefined : app.document.layers.find(({ tensor }) => tensor === layer);
  const quantity = showsErrors(app, cardIdOf(card)) && t('standard error');
  return [quantity, targetName(app), quantityText(app), described?.label ?? layer].filter(Boolean).join(' · ');
}

function describe(label: string, target: string | undefined, state: Card['state']): string {
  const says: Readonly<Record<Card['state'], string>> = {
    waiting: t('waiting'),
    running: t('running'),
    done: t('done'),
    error: t('failed'),
    cancelled: t('cancelled'),
  };
  return target ? t('{0} for {1}, {2}', label, target, says[state]) : `${label}, ${says[state]}`;
}

/** A bar along the foot of the image; waiting shows a ring in the middle. */
function progressBar(): CardView {
  const fill = element('span', { class: 'progress-fill' });
  const bar = element(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-label': t('Progress'), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    fill,
  );
  const ring = progressRing(t('Working'));
  return {
    element: element('div', { class: 'working' }, ring, bar),
    update(card) {
      const fraction = card.state === 'running' ? card.fraction : 0;
      bar.hidden = card.state !== 'running';
      ring.hidden = card.state !== 'waiting' && !(card.state === 'running' && !card.map);
      setAttribute(bar, 'aria-valuenow', Math.round(fraction * 100));
      fill.style.inlineSize = `${fraction * 100}%`;
    },
  };
}
