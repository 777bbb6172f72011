import { gridRowsMade } from '../../protocol/map-grid';
import { figureItems } from '../figure/menu';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { recipeStrip } from '../ui/recipe-strip';
import { roving } from '../ui/roving';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { exportShown } from './exporting';
import { explainFigure } from './keeping';
import { inputsForm } from './inputs-form';
import { navigator } from './navigator';

/** Images, model and device; Compare and Export. One stop of the Tab key. */
export function header(app: ExplainApp): Component & { readonly panel: HTMLElement; showInputs(): void } {
  const image = element('h1', { class: 'header-image' });
  const model = element('button', {
    class: 'link',
    onclick: () => app.post({ kind: 'command', command: 'selectModel' }),
  });
  const device = element('span', { class: 'quiet' });
  const images = navigator(app);
  const save = menuButton({ label: t('Export') });
  const exporting = menu(save, [
    ...figureItems(app, explainFigure(app)),
    {
      label: t('Copy as command line'),
      run: () => app.post({ kind: app.view.layout === 'grid' ? 'gridCommand' : 'copyCommand' }),
    },
    { label: t('Everything'), run: () => exportShown(app, 'all') },
    { label: t('Images (.png)'), run: () => exportShown(app, 'png') },
    { label: t('Maps (.npy)'), run: () => exportShown(app, 'npy') },
    { label: t('Description (result.json)'), run: () => exportShown(app, 'json') },
  ]);
  const compare = button({
    label: t('Compare'),
    onClick: () => app.post({ kind: 'compare' }),
  });
  const recipe = recipeStrip(app.post, () => (app.document.recipe ? [app.document.recipe] : []));
  const inputs = inputsForm(app);
  const title = element(
    'div',
    { class: 'header-title' },
    images.element,
    image,
    element('span', { class: 'dot' }, '·'),
    model,
    recipe.element,
    inputs.element,
    device,
  );
  const node = roving(
    element('header', { class: 'header' }, title, element('div', { class: 'header-actions' }, compare, exporting)),
  );
  return {
    element: node,
    panel: inputs.panel,
    showInputs: () => inputs.show(),
    update() {
      const { inputs: shown, current, model: used, prediction, cards } = app.document;
      images.update();
      const name = shown[current]?.name ?? t('No image');
      setText(image, name);
      setAttribute(image, 'title', name);
      setText(model, `${used?.name ?? t('Select a model')} ▾`);
      recipe.update();
      inputs.update();
      setAttribute(model, 'title', used ? t('{0} ▾: select another model', used.name) : t('Select a model'));
      setText(device, prediction ? `· ${runtimeOf(prediction)}` : '');
      setAttribute(
        device,
        'title',
        prediction
          ? t('Device the model runs on: {0}, in {1}', prediction.device, prediction.software ?? 'ONNX Runtime')
          : null,
      );
      compare.disabled = cards.filter(({ state }) => state === 'done').length < 2;
      setAttribute(
        compare,
        'title',
        compare.disabled
          ? t('Compare needs two finished maps: choose two methods and run them')
          : t('Compare the maps that are done: histograms, correlations, tests'),
      );
      const isMade = {
        grid: gridRowsMade(app.grid).length > 0,
        versions: app.versions.rows.length > 0,
        cards: cards.some(({ state }) => state === 'done'),
      };
      save.disabled = !isMade[app.view.layout];
    },
  };
}

/** The device, or the other runtime that a model needs. */
function runtimeOf({ device, software }: NonNullable<ExplainApp['document']['prediction']>): string {
  return software === undefined || software === 'ONNX Runtime' ? device : software;
}
