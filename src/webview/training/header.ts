import type { ReportFormat } from '../../protocol/evaluation-panel';
import type { Component } from '../ui/component';
import { copyCommandButton } from '../ui/copy-command';
import { element, setText } from '../ui/element';
import { duration } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { roving } from '../ui/roving';
import { runKey } from '../ui/run-key';
import { button } from '../ui/toolkit';
import { isRunning, type TrainingApp } from './app';

/** The folder; Train, Pause, Cancel, Go on and Report. */
export function header(app: TrainingApp): Component {
  const name = element('h1', {});
  const facts = element('span', { class: 'quiet' });
  const run = button({ label: t('Train'), appearance: 'primary', onClick: () => app.post({ kind: 'run' }) });
  // A text of its own: the button gives elements inside it the size of an icon.
  const label = document.createTextNode(t('Train'));
  run.replaceChildren(element('span', { slot: 'start', class: 'slot' }, icon('run')), label);
  runKey(run);
  const pause = button({
    label: t('Pause'),
    title: t('Every finished epoch is kept, and Go on continues from there'),
    onClick: () => app.post({ kind: 'pause' }),
  });
  const cancel = button({
    label: t('Cancel'),
    title: t('Ends the training; models of finished folds stay in the folder of results'),
    onClick: () => app.post({ kind: 'cancel' }),
  });
  for (const now of [pause, cancel]) now.classList.add('while-running');
  const cost = element('span', { class: 'figure quiet header-cost' });
  const report = menuButton({ label: t('Report') });
  const open = (format: ReportFormat) => (): void => app.post({ kind: 'report', format });
  const actions = element(
    'div',
    { class: 'header-actions' },
    run,
    pause,
    cancel,
    copyCommandButton(app.post),
    menu(report, [
      { label: t('Page (HTML)'), run: open('html') },
      { label: t('Markdown'), run: open('md') },
      { label: t('LaTeX'), run: open('tex') },
      { label: t('Table (CSV)'), run: open('csv') },
      { label: t('Everything (JSON)'), run: open('json') },
      { label: t('Show the files'), run: () => app.post({ kind: 'reveal' }) },
    ]),
  );
  return {
    element: roving(
      element('header', { class: 'header' }, element('div', { class: 'header-title' }, name, facts, cost), actions),
    ),
    update() {
      const { folder, inspection, setup, results, run: last, error, estimate: time } = app.document;
      setText(name, folder?.name ?? t('No folder'));
      name.title = folder ? decodeURIComponent(folder.uri) : '';
      const counts = inspection.state === 'done' ? inspection.value.counts : results?.result.counts;
      setText(facts, counts ? t('· {0} inputs', counts.learning + counts.test) : '');
      const stopped = last?.state === 'paused' || last?.state === 'failed';
      label.data = stopped ? t('Go on') : results ? t('Train again') : t('Train');
      run.disabled =
        !setup?.networks.some(({ selected }) => selected) ||
        isRunning(app.document) ||
        error !== null ||
        inspection.state === 'error';
      const told = last === null && time.state === 'done' ? `· ${t('about {0}', duration(time.value.seconds))}` : '';
      setText(cost, told);
      pause.disabled = !isRunning(app.document);
      cancel.disabled = !last;
      report.disabled = !results || last !== null;
    },
  };
}
