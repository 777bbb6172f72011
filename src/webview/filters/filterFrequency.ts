import { colorLegend } from '../grid/legend';
import { largePicture } from '../grid/picture';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { kernelsOf, showsChange, type FiltersApp } from './app';
import { frequencyPictures, placeOf } from './pictures';

/** How strongly the picked filter answers to each spatial frequency; zero frequency is in the middle. */
export function filterFrequency(app: FiltersApp): Component {
  const picture = largePicture();
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
    picture.element,
    axis,
    element('p', { class: 'quiet frequency-unit' }, t('cycles per pixel')),
    legend.element,
  );
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const pictures = frequencyPictures(app);
      const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
      node.hidden = !pictures || place < 0 || showsChange(app);
      if (!pictures || node.hidden) return;
      const { width, height } = pictures.atlas.source;
      const read = (u: number, v: number): string => {
        const [column, row] = [Math.floor(u * width), Math.floor(v * height)];
        const along = [(row - (height >> 1)) / height, (column - (width >> 1)) / width].map(figure);
        return column < 0 || row < 0 || column >= width || row >= height
          ? ''
          : `${along.join(', ')}: ${figure(pictures.valueAt(place, row, column))}`;
      };
      picture.update(pictures.atlas, place, t('Frequency response of filter {0}', app.view.selected ?? 0), read);
      legend.update(pictures.keyOf(place));
    },
  };
}
