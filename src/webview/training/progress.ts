import type { TrainingRun } from '../../protocol/training-panel';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { duration, figure } from '../ui/format';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { isRunning, type TrainingApp } from './app';

/** How far the training is, how fast, and how long it will take; after a stop, that nothing was lost. */
export function progress(app: TrainingApp): Component {
  const bar = element('progress', { class: 'run-bar', max: 1, 'aria-label': t('Share of the training that is done') });
  const facts = element('span', { class: 'figure', role: 'status' });
  const error = element('div', { role: 'alert' });
  const node = element(
    'section',
    { class: 'block run', 'aria-label': t('Progress') },
    bar,
    element('div', { class: 'run-line' }, facts),
    error,
  );
  return {
    element: node,
    update() {
      const { run } = app.document;
      node.hidden = !run;
      if (!run) return;
      bar.hidden = run.state === 'failed';
      const share = shareOf(run);
      if (share === null) bar.removeAttribute('value');
      else bar.value = share;
      bar.classList.toggle('at-rest', !isRunning(app.document));
      setText(facts, factsOf(run));
      setAttribute(facts, 'title', run.started?.description);
      error.hidden = run.error === null || run.state !== 'failed';
      if (run.error && !error.hidden)
        error.replaceChildren(headline(run.error), element('p', { class: 'quiet' }, run.error.next ?? ''));
    },
  };
}

function shareOf({ progress: now, reading, started }: TrainingRun): number | null {
  if (now) return now.share;
  if (started) return 0;
  return reading && reading.total > 0 ? reading.done / reading.total : null;
}

function factsOf({ state, progress: now, reading, features, started }: TrainingRun): string {
  const where = now
    ? [
        now.network,
        now.folds > 1 && t('fold {0} of {1}', now.fold, now.folds),
        t('epoch {0} of {1}', now.epoch, now.epochs),
      ]
    : [];
  if (state === 'paused')
    return [t('Paused'), ...where, t('every finished epoch is kept: Go on continues from there')]
      .filter(Boolean)
      .join(' · ');
  if (state === 'failed') return [t('Failed'), ...where].filter(Boolean).join(' · ');
  if (!now && !started) return reading ? t('Reading: {0} of {1} inputs', reading.done, reading.total) : t('Starting…');
  if (features) return t('{0} · features: {1} of {2} inputs', features.network, features.done, features.total);
  const speed = now && now.imagesPerSecond > 0 ? t('{0} images per second', figure(now.imagesPerSecond)) : '';
  const left = now && now.secondsLeft !== null ? t('{0} left', duration(now.secondsLeft)) : '';
  return [...where, speed, left].filter(Boolean).join(' · ') || t('Starting…');
}
