import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu } from '../ui/menu';
import { recipeStrip } from '../ui/recipeStrip';
import { button } from '../ui/toolkit';
import { isBusy, type ExplainApp } from './app';
import { exportCards } from './exporting';

/** Image, model and device; Run, Cancel and Export. */
export function header(app: ExplainApp): Component {
  const image = element('h1', { class: 'header-image' });
  const model = element('button', {
    class: 'link',
    title: t('Select another model'),
    onclick: () => app.post({ kind: 'command', command: 'selectModel' }),
  });
  const device = element('span', { class: 'quiet' });
  const run = button({ label: t('Run'), appearance: 'primary', onClick: () => app.post({ kind: 'run' }) });
  const cancel = button({ label: t('Cancel'), onClick: () => app.post({ kind: 'cancel', card: null }) });
  const save = button({ label: t('Export'), onClick: () => undefined });
  save.append(element('span', { class: 'caret', 'aria-hidden': 'true' }, ' ▾'));
  run.prepend(iconBefore());
  const exporting = menu(save, [
    { label: t('Everything'), run: () => exportCards(app, 'all', null) },
    { label: t('Images (.png)'), run: () => exportCards(app, 'png', null) },
    { label: t('Maps (.npy)'), run: () => exportCards(app, 'npy', null) },
    { label: t('Description (result.json)'), run: () => exportCards(app, 'json', null) },
  ]);
  const compare = button({
    label: t('Compare'),
    title: t('Compare the maps that are done: histograms, correlations, tests'),
    onClick: () => app.post({ kind: 'compare' }),
  });
  const recipe = recipeStrip(app.post, () => (app.document.recipe ? [app.document.recipe] : []));
  const title = element(
    'div',
    { class: 'header-title' },
    image,
    element('span', { class: 'dot' }, '·'),
    model,
    recipe.element,
    device,
  );
  const node = element(
    'header',
    { class: 'header' },
    title,
    element('div', { class: 'header-actions' }, run, cancel, compare, exporting),
  );
  return {
    element: node,
    update() {
      const { inputs, current, model: used, prediction, choices, cards } = app.document;
      setText(image, inputs[current]?.name ?? t('No image'));
      setText(model, `${used?.name ?? t('Select a model')} ▾`);
      recipe.update();
      setText(device, prediction ? `· ${runtimeOf(prediction)}` : '');
      setAttribute(
        device,
        'title',
        prediction
          ? t('Device the model runs on: {0}, in {1}', prediction.device, prediction.software ?? 'ONNX Runtime')
          : null,
      );
      run.disabled = inputs.length === 0 || !choices.some(({ selected }) => selected);
      cancel.disabled = !isBusy(app);
      compare.disabled = cards.filter(({ state }) => state === 'done').length < 2;
      save.disabled = !cards.some(({ state }) => state === 'done');
    },
  };
}

function iconBefore(): HTMLElement {
  return element('span', { slot: 'start', class: 'slot' }, icon('run'));
}

/** The device, or the other runtime that a model needs. */
function runtimeOf({ device, software }: NonNullable<ExplainApp['document']['prediction']>): string {
  return software === undefined || software === 'ONNX Runtime' ? device : software;
}
