import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu, menuButton, type MenuItem } from '../ui/menu';
import { recipeStrip } from '../ui/recipe-strip';
import { roving } from '../ui/roving';
import { runKey } from '../ui/run-key';
import { button } from '../ui/toolkit';
import { comparedOf, type ComparisonApp } from './app';

interface Keeping {
  /** The ways to keep the figure of what is on screen. */
  readonly figure: readonly MenuItem[];
  exportAs(what: 'all' | 'tables' | 'images'): void;
}

/** What is compared, how far it is; Run, Cancel and Export. One stop of the Tab key. */
export function header(app: ComparisonApp, { figure, exportAs }: Keeping): Component {
  const title = element('h1', { class: 'header-image' });
  const models = element('button', {
    class: 'link',
    title: t('Choose models'),
    onclick: () => app.post({ kind: 'pick', what: 'models' }),
  });
  const progress = element('span', { class: 'quiet figure', role: 'status' });
  const run = button({ label: t('Run'), appearance: 'primary', onClick: () => app.post({ kind: 'run' }) });
  run.prepend(element('span', { slot: 'start', class: 'slot' }, icon('run')));
  runKey(run);
  const cancel = button({ label: t('Cancel'), onClick: () => app.post({ kind: 'cancel' }) });
  const open = menuButton({ label: t('Open') });
  const save = menuButton({ label: t('Export') });
  const opening = menu(open, [
    { label: t('Images…'), run: () => app.post({ kind: 'pick', what: 'images' }) },
    { label: t('Folder…'), run: () => app.post({ kind: 'pick', what: 'folder' }) },
    { label: t('Models…'), run: () => app.post({ kind: 'pick', what: 'models' }) },
  ]);
  const exporting = menu(save, [
    ...figure,
    { label: t('Copy as command line'), run: () => app.post({ kind: 'copyCommand' }) },
    { label: t('Everything'), run: () => exportAs('all') },
    { label: t('Tables (.csv)'), run: () => exportAs('tables') },
    { label: t('Plots (.png)'), run: () => exportAs('images') },
  ]);
  const recipes = recipeStrip(app.post, () => app.document.recipes);
  const line = element(
    'div',
    { class: 'header-title' },
    title,
    element('span', { class: 'dot' }, '·'),
    models,
    recipes.element,
    progress,
  );
  return {
    element: roving(
      element(
        'header',
        { class: 'header' },
        line,
        element('div', { class: 'header-actions' }, run, cancel, opening, exporting),
      ),
    ),
    update() {
      const { inputs, images, models: used, busy, pending } = app.document;
      const finished = images.filter(({ state }) => state === 'done' || state === 'error').length;
      setText(
        title,
        inputs.length === 1 ? inputs[0].name : inputs.length === 0 ? t('No image') : t('{0} images', inputs.length),
      );
      recipes.update();
      setText(models, `${used.length === 0 ? t('Choose models') : used.map(({ name }) => name).join(', ')} ▾`);
      const some = inputs.length > 1 && finished < inputs.length;
      const done = some ? `· ${t('{0} of {1} compared', finished, inputs.length)}` : '';
      setText(progress, pending ? `· ${t('other methods are chosen: Run compares them')}` : done);
      run.disabled = inputs.length === 0 || (pending === null && (busy || finished === inputs.length));
      cancel.disabled = !busy;
      setAttribute(run, 'title', run.disabled ? whyNoRun(inputs.length, busy) : t('Compare (Ctrl+Enter)'));
      setAttribute(cancel, 'title', busy ? null : t('Nothing is being compared'));
      save.disabled = comparedOf(app) === null;
    },
  };
}

function whyNoRun(inputs: number, busy: boolean): string {
  if (inputs === 0) return t('Choose images first');
  return busy ? t('The maps are being compared') : t('Everything that is chosen is compared already');
}
