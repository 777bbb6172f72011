import { featuresBarred } from '../../protocol/filters-panel';
import { valueOf } from '../../protocol/loading';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { FiltersApp } from './app';
import { mapImages } from './images';

/** What the picked filter makes of each chosen image. */
export function filterMap(app: FiltersApp): Component {
  const parts = [0, 1].map(() => {
    const image = largeImage();
    const caption = element('p', { class: 'quiet figure map-caption' });
    return { image, caption, element: element('div', { class: 'map' }, image.element, caption) };
  });
  const show = button({ label: t('Show on an image'), onClick: () => app.post({ kind: 'features' }) });
  const node = element(
    'div',
    { class: 'detail-part map-part' },
    element('h3', {}, t('Feature map')),
    element('div', { class: 'maps' }, ...parts.map((part) => part.element)),
    show,
  );
  return {
    element: node,
    update() {
      const features = valueOf(app.document.features) ?? [];
      const images = mapImages(app);
      const channel = app.view.selected ?? 0;
      node.hidden =
        featuresBarred(app.document) !== null || (features.length > 0 && channel >= features[0].order.length);
      show.hidden = features.length > 0 || app.document.features.state === 'loading';
      for (const [i, part] of parts.entries()) {
        const one = features[i];
        part.element.hidden = !one || node.hidden;
        if (!one || !images || node.hidden) continue;
        const [, height, width] = one.maps.dims;
        const read = (u: number, v: number): string => {
          const [x, y] = [Math.floor(u * width), Math.floor(v * height)];
          return x < 0 || y < 0 || x >= width || y >= height
            ? ''
            : `${x}, ${y}: ${figure(one.maps.data[(channel * height + y) * width + x])}`;
        };
        const name = app.document.images[i]?.name ?? '';
        part.image.update(images.atlases[i], channel, t('Feature map of filter {0} for {1}', channel, name), read);
        setText(part.caption, `${name} · ${t('mean |·| {0}', figure(one.strengths[channel]))}`);
      }
    },
  };
}
