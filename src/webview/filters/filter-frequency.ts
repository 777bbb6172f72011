import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { kernelsOf, showsChange, type FiltersApp } from './app';
import { frequencyImages, placeOf } from './images';

/** How strongly the picked filter answers to each spatial frequency; zero frequency is in the middle. */
export function filterFrequency(app: FiltersApp): Component {
  const image = largeImage();
  const legend = colorLegend();
  const axis = element(
    'div',
    { class: 'frequency-axis quiet figure' },
    ...['−0.5', '0', '0.5'].map((text) => element('span', {}, text)),
  );
  const title = element(
    'h3',
    { title: t('Amplitude for inputs of equal power in all channels') },
    t('Frequency response'),
  );
  const node = element(
    'div',
    { class: 'detail-part' },
    title,
    image.element,
    axis,
    element('p', { class: 'quiet frequency-unit' }, t('cycles per pixel')),
    legend.element,
  );
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const images = frequencyImages(app);
      const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
      node.hidden = !images || place < 0 || showsChange(app);
      if (!images || node.hidden) return;
      const { width, height } = images.atlas.source;
      const read = (u: number, v: number): string => {
        const [column, row] = [Math.floor(u * width), Math.floor(v * height)];
        const along = [(row - (height >> 1)) / height, (column - (width >> 1)) / width].map(figure);
        return column < 0 || row < 0 || column >= width || row >= height
          ? ''
          : `${along.join(', ')}: ${figure(images.valueAt(place, row, column))}`;
      };
      image.update(images.atlas, place, t('Frequency response of filter {0}', app.view.selected ?? 0), read);
      legend.update(images.keyOf(place));
    },
  };
}
