import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { kernelsOf, shownValues, type FiltersApp } from './app';
import { colorMeaning } from './color-order';
import { largeImages, placeOf } from './images';

/** All channels of the picked filter; a click picks the channel whose values are listed. */
export function filterKernel(app: FiltersApp): Component {
  const image = largeImage({
    onClick: (u, v) => {
      const place = largeImages(app)?.placeAt(u, v);
      if (place) app.setView({ channel: place.channel });
    },
  });
  const legend = colorLegend();
  const node = element('div', { class: 'detail-part' }, image.element, legend.element);
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const images = largeImages(app);
      const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
      node.hidden = !kernels || !images || place < 0;
      if (!kernels || !images || place < 0) return;
      const [, channels, height, width] = kernels.kernels.dims;
      const values = shownValues(app, kernels);
      const valueAt = (channel: number, row: number, column: number): string =>
        figure(values[((place * channels + channel) * height + row) * width + column]);
      const read = (u: number, v: number): string => {
        const at = images.placeAt(u, v);
        if (!at) return '';
        if (inColor)
          return `${at.row}, ${at.column}: ${[0, 1, 2].map((c) => valueAt(c, at.row, at.column)).join(' · ')}`;
        return [
          channels > 1 && t('channel {0}', at.channel),
          `${at.row}, ${at.column}: ${valueAt(at.channel, at.row, at.column)}`,
        ]
          .filter(Boolean)
          .join(' · ');
      };
      const inColor = channels === 3 && kernels.frequency !== null;
      image.update(images.atlas, place, t('Kernel of filter {0}', app.view.selected ?? 0), read);
      legend.update(images.keyOf(place), inColor ? colorMeaning(app) : '');
    },
  };
}
