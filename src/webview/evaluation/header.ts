import type { ReportFormat } from '../../protocol/evaluation-panel';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu, menuButton, type MenuItem } from '../ui/menu';
import { recipeStrip } from '../ui/recipe-strip';
import { roving } from '../ui/roving';
import { runKey } from '../ui/run-key';
import { button } from '../ui/toolkit';
import { isRunning, type EvaluationApp } from './app';

/** Folder or suite; Run, Cancel, Save suite and Report. @param figure the ways to keep the figure of what is on screen */
export function header(app: EvaluationApp, figure: readonly MenuItem[]): Component {
  const name = element('h1', {});
  const recipes = recipeStrip(app.post, () => app.document.recipes);
  const facts = element('span', { class: 'quiet' });
  const start = (): void => {
    // What is found is seen without scrolling past the set-up.
    app.setView({ setupOpen: null });
    app.post({ kind: 'run' });
  };
  const run = button({ label: t('Run'), appearance: 'primary', onClick: start });
  // A text of its own: the button gives elements inside it the size of an icon.
  const label = document.createTextNode(t('Run'));
  run.replaceChildren(element('span', { slot: 'start', class: 'slot' }, icon('run')), label);
  runKey(run);
  const cancel = button({
    label: t('Cancel'),
    title: t('Everything done so far is kept'),
    onClick: () => app.post({ kind: 'cancel' }),
  });
  const suite = menuButton({ label: t('Suite') });
  const report = menuButton({ label: t('Report') });
  const open = (format: ReportFormat) => (): void => app.post({ kind: 'report', format });
  const actions = element(
    'div',
    { class: 'header-actions' },
    run,
    cancel,
    menu(suite, [
      { label: t('Copy as command line'), run: () => app.post({ kind: 'copyCommand' }) },
      { label: t('Save suite'), run: () => app.post({ kind: 'saveSuite', elsewhere: false }) },
      { label: t('Save suite as…'), run: () => app.post({ kind: 'saveSuite', elsewhere: true }) },
    ]),
    menu(report, [
      ...figure,
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
      element(
        'header',
        { class: 'header' },
        element('div', { class: 'header-title' }, name, facts, recipes.element),
        actions,
      ),
    ),
    update() {
      const { folder, suite: file, inspection, setup, results, differs, run: last, error } = app.document;
      recipes.update();
      setText(name, folder?.name ?? t('No folder'));
      name.title = folder?.uri ?? '';
      const count = inspection ? inspection.images + inspection.arrays : results?.summary.images;
      const inputs = count === undefined ? '' : t('{0} inputs', count);
      setText(
        facts,
        [file?.name, inputs]
          .filter(Boolean)
          .map((part) => `· ${part}`)
          .join(' '),
      );
      const stopped = !last?.parts && (last?.state === 'cancelled' || last?.state === 'failed');
      const parted = last?.state === 'parted';
      label.data = parted ? t('Merge') : stopped ? t('Resume') : results && !differs ? t('Run again') : t('Run');
      const refused = inspection?.models.find(({ problem }) => problem !== null)?.problem ?? null;
      const again = stopped || (results && !differs?.out) ? t('What is done is not computed again') : '';
      run.title = refused ?? again;
      run.disabled =
        !setup ||
        setup.models.length === 0 ||
        isRunning(app.document) ||
        error !== null ||
        refused !== null ||
        app.document.inspectionError !== null;
      // Parts that nobody has submitted end where they were started.
      cancel.disabled = !isRunning(app.document) || last?.parts?.array === null;
      suite.disabled = !setup;
      report.disabled = !results;
    },
  };
}
