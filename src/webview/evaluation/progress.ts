import type { EvaluationProgress } from '../../protocol/evaluation-progress';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { duration, figure, percent } from '../ui/format';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { isRunning, type EvaluationApp } from './app';
import { partialTable } from './method-table';
import { parts } from './parts';

/** How far the run is, how fast, and what it has found so far; after a stop, that nothing was lost. */
export function progress(app: EvaluationApp): Component {
  const bar = element('progress', { class: 'run-bar', max: 1 });
  const line = element('div', { class: 'run-line' });
  const facts = element('span', { class: 'figure', role: 'status' });
  const image = element('span', { class: 'quiet run-image' });
  line.append(facts, image);
  const accuracy = element('p', { class: 'figure' });
  const error = element('div', { role: 'alert' });
  const table = partialTable(app);
  const shares = parts(app);
  const node = element(
    'section',
    { class: 'block run', 'aria-label': t('Progress') },
    bar,
    line,
    shares.element,
    error,
    accuracy,
    table.element,
  );
  return {
    element: node,
    update() {
      const { run } = app.document;
      node.hidden = !run;
      if (!run) return;
      const { progress: now, started } = run;
      const total = now?.total ?? started?.total ?? 0;
      bar.hidden = !isRunning(app.document);
      if (total > 0) bar.value = (now?.done ?? 0) / total;
      else bar.removeAttribute('value');
      setAttribute(bar, 'aria-label', t('Inputs done'));
      setText(facts, run.state === 'starting' ? t('Opening the models…') : factsOf(now, total, run.state));
      setText(image, isRunning(app.document) ? (now?.image ?? '') : '');
      error.hidden = run.error === null || run.state === 'cancelled';
      if (run.error && !error.hidden)
        error.replaceChildren(headline(run.error), element('p', { class: 'quiet' }, run.error.next ?? ''));
      const accuracies = (run.table?.accuracy ?? []).flatMap((value, m) =>
        value === null ? [] : [`${started?.models[m] ?? ''} ${percent(value)}`],
      );
      setText(accuracy, accuracies.length > 0 ? t('Accuracy so far: {0}', accuracies.join(' · ')) : '');
      table.update();
      shares.update();
    },
  };
}

function factsOf(now: EvaluationProgress | null, total: number, state: string): string {
  const { done = 0, skipped = 0, rate = 0, secondsLeft = null } = now ?? {};
  const [few, all] = [done, total].map((count) => count.toLocaleString('en-US').replace(/,/g, '\u202f'));
  // Parts that have not begun elsewhere have not said how many inputs are theirs.
  const counts = total > 0 ? t('{0} of {1} inputs', few, all) : t('{0} inputs', few);
  const left = skipped > 0 ? t('{0} left out', skipped) : '';
  if (state === 'cancelled')
    return [t('Stopped at {0}', counts), left, t('everything done is kept: Resume goes on from there')]
      .filter(Boolean)
      .join(' · ');
  if (state === 'parted') return t('All parts are done: Merge puts their results together');
  if (state === 'failed') return [t('Failed at {0}', counts), left].filter(Boolean).join(' · ');
  const speed = rate > 0 ? t('{0} per second', figure(rate)) : '';
  return [counts, speed, secondsLeft === null ? '' : t('{0} left', duration(secondsLeft)), left]
    .filter(Boolean)
    .join(' · ');
}
