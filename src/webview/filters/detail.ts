import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { kernelsOf, layerName, layerOf, showsChange, type FiltersApp } from './app';
import { exportFilter } from './exporting';
import { filterFrequency } from './filter-frequency';
import { filterKernel } from './filter-kernel';
import { filterMap } from './filter-map';
import { filterNumbers } from './filter-numbers';
import { filterValues } from './filter-values';

/**
 * The picked filter large: its kernel, values, frequency response, statistics, and what it makes of the chosen image.
 */
export function detail(app: FiltersApp): Component & { focus(): void } {
  const title = element('h2', { tabindex: -1 });
  const remark = element('p', { class: 'detail-remark' });
  const save = menuButton({ label: t('Export this filter'), icon: icon('download') });
  const picked = (): number => app.view.selected ?? 0;
  const exporting = menu(save, [
    { label: t('Image (.png)'), run: () => void exportFilter(app, picked(), 'png') },
    { label: t('Values (.npy)'), run: () => void exportFilter(app, picked(), 'npy') },
  ]);
  const parts = [filterKernel(app), filterValues(app), filterFrequency(app), filterNumbers(app), filterMap(app)];
  const head = element('header', { class: 'detail-head' }, title, exporting);
  const node = element(
    'aside',
    { class: 'detail', 'aria-label': t('Filter') },
    head,
    remark,
    ...parts.map((part) => part.element),
  );
  return {
    element: node,
    focus: () => title.focus(),
    update() {
      const { selected, view } = app.view;
      const kernels = kernelsOf(app);
      node.hidden =
        selected === null || (kernels === null && app.document.features.state !== 'done') || view === 'images';
      if (selected === null || node.hidden) return;
      node.dataset.view = view;
      setText(title, showsChange(app) ? t('Filter {0}, change', selected) : t('Filter {0}', selected));
      setAttribute(title, 'title', layerName(app));
      exporting.hidden = !kernels;
      const text = kernels ? remarks(app, selected) : '';
      setText(remark, text);
      remark.hidden = text === '';
      for (const part of parts) part.update();
    },
  };
}

/** That it is dead, or almost the same as others. */
function remarks(app: FiltersApp, filter: number): string {
  const health = layerOf(app)?.health;
  const twins = (health?.duplicates ?? []).filter(({ first, second }) => first === filter || second === filter);
  const names = twins.map(({ first, second, cosine }) => `${first === filter ? second : first} (${figure(cosine)})`);
  const dead = health?.dead.includes(filter) ? t('Dead: its norm is at most a thousandth of the median.') : '';
  return [dead, names.length > 0 && t('Nearly the same as {0} (cosine).', names.slice(0, 5).join(', '))]
    .filter(Boolean)
    .join(' ');
}
