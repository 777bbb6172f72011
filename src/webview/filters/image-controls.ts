import { featuresBarred } from '../../protocol/filters-panel';
import { valueOf } from '../../protocol/loading';
import type { Component } from '../ui/component';
import { numberField, select, setOptions } from '../ui/controls';
import { element, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { layerOf, type FeatureSort, type FiltersApp, type Scale } from './app';
import { group, labelled, scaleOptions } from './toolbar-parts';

/** Which images the feature maps are of, and how they are shown. */
export function featureControls(app: FiltersApp): Component {
  const chips = element('span', { class: 'chips' });
  const add = button({ label: t('Choose an image…'), onClick: () => app.post({ kind: 'addImage' }) });
  const scale = select(t('Scale'), scaleOptions(t('Each map its own')), app.view.featureScale, (value) =>
    app.setView({ featureScale: value as Scale }),
  );
  const sort = select(t('Order'), [], app.view.featureSort, (value) =>
    app.setView({ featureSort: value as FeatureSort }),
  );
  const node = group(chips, add, labelled(t('Scale'), scale), labelled(t('Order'), sort));
  let drawn: unknown;
  return {
    element: node,
    update() {
      const { images } = app.document;
      add.hidden = featuresBarred(app.document) !== null;
      setText(
        add,
        images.length === 0 ? t('Choose an image…') : images.length === 1 ? t('Compare with…') : t('Choose another…'),
      );
      const options = [
        { value: 'strength', label: t('Strongest first') },
        { value: 'index', label: t('By number') },
      ];
      setOptions(
        sort,
        images.length > 1 ? [...options, { value: 'difference', label: t('Most different first') }] : options,
        app.view.featureSort,
      );
      if (drawn === images) return;
      drawn = images;
      chips.replaceChildren(...images.map((image, index) => chip(app, image, index)));
    },
  };
}

/** An image that is looked at, with a button that takes it away. */
function chip(
  app: FiltersApp,
  { name, thumbnail }: FiltersApp['document']['images'][number],
  index: number,
): HTMLElement {
  const remove = button({
    label: t('Remove {0}', name),
    icon: icon('cancel'),
    appearance: 'icon',
    onClick: () => app.post({ kind: 'removeImage', index }),
  });
  return element(
    'span',
    { class: 'chip' },
    thumbnail !== null && element('img', { src: thumbnail, alt: '', class: 'chip-image' }),
    element('span', { class: 'chip-name' }, name),
    remove,
  );
}

/** Which filter is looked for in which folder. */
export function imageControls(app: FiltersApp): Component {
  const folder = element('span', { class: 'strong' });
  const pick = button({ label: t('Choose a folder…'), onClick: () => app.post({ kind: 'pickFolder' }) });
  const filter = numberField({
    label: t('Filter'),
    value: app.view.selected,
    minimum: 0,
    integer: true,
    onChange: (value) => value !== null && app.setView({ selected: value, pickedIn: app.document.layer }),
  });
  return {
    element: group(labelled(t('Filter'), filter), folder, pick),
    update() {
      filter.max = String((layerOf(app)?.dims[0] ?? Infinity) - 1);
      if (document.activeElement !== filter) filter.value = String(app.view.selected ?? '');
      setText(folder, app.document.folder?.name ?? '');
      pick.hidden = app.document.folder === null || valueOf(app.document.layers)?.hasGraph === false;
    },
  };
}
