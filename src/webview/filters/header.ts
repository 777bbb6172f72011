import { valueOf } from '../../protocol/loading';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { count } from '../ui/format';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { recipeStrip } from '../ui/recipe-strip';
import { roving } from '../ui/roving';
import type { FiltersApp } from './app';
import { exportArrays, exportImage } from './exporting';

/** The file, what it is, and what can be kept of it. */
export function header(app: FiltersApp): Component {
  const name = element('h1', {});
  const facts = element('span', { class: 'quiet figure header-facts' });
  const save = menuButton({ label: t('Export') });
  const exporting = menu(save, [
    { label: t('Copy as command line'), run: () => app.post({ kind: 'copyCommand' }) },
    { label: t('Image (.png)'), run: () => exportImage(app) },
    { label: t('Arrays (.npy)'), run: () => exportArrays(app) },
  ]);
  const recipe = recipeStrip(app.post, () => (app.document.recipe ? [app.document.recipe] : []));
  const node = roving(
    element(
      'header',
      { class: 'header' },
      element('div', { class: 'header-title' }, name, recipe.element, facts),
      element('div', { class: 'header-actions' }, exporting),
    ),
  );
  return {
    element: node,
    update() {
      const { model, kernels, features } = app.document;
      const layers = valueOf(app.document.layers);
      recipe.update();
      setText(name, model?.name ?? t('Filters'));
      save.disabled = app.view.view === 'images' || (app.view.view === 'kernels' ? kernels : features).state !== 'done';
      if (!layers) return setText(facts, '');
      const parameters = layers.layers.reduce((sum, layer) => sum + layer.parameters, 0);
      const parts = [
        layers.format,
        t('{0} layers with kernels', layers.layers.length),
        t('{0} parameters', count(parameters)),
        ...layers.warnings,
      ];
      setText(facts, parts.join(' · '));
    },
  };
}
