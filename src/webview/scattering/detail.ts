import type { WaveletDescription } from '../../protocol/scattering';
import { paletteOf } from '../draw/palette';
import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { bankOf, coefficientsOf, type ScatteringApp } from './app';
import { frequencyImages, ownImage, peakOf } from './bank-images';
import { coefficientImages } from './coefficient-images';
import { complexText, degrees, filterName, pathName } from './words';

/** The picked filter or path, large, with its numbers. */
export function detail(app: ScatteringApp): Component {
  const parts = { bank: filterDetail(app), coefficients: pathDetail(app) };
  const node = element(
    'aside',
    { class: 'detail', 'aria-label': t('Picked') },
    ...Object.values(parts).map((part) => part.element),
  );
  return {
    element: node,
    update() {
      for (const [name, part] of Object.entries(parts)) part.element.hidden = name !== app.view.view;
      parts[app.view.view].update();
      node.hidden = parts[app.view.view].element.hidden;
    },
  };
}

function filterDetail(app: ScatteringApp): Component {
  const title = element('h2', {});
  const [space, frequency] = [largeImage(), largeImage()];
  const [spaceTitle, frequencyTitle] = [t('In space'), t('In frequency')].map((text) => element('h3', {}, text));
  const window = element('p', { class: 'quiet figure' });
  const numbers = element('dl', { class: 'numbers figure' });
  const part = (...children: HTMLElement[]): HTMLElement => element('div', { class: 'detail-part' }, ...children);
  const node = element(
    'div',
    { class: 'detail-parts' },
    title,
    part(spaceTitle, space.element, window),
    part(frequencyTitle, frequency.element, numbers),
  );
  return {
    element: node,
    update() {
      const bank = bankOf(app);
      const place = Math.min(app.view.filter, (bank?.filters.length ?? 1) - 1);
      const filter = bank?.filters[place];
      node.hidden = !bank || !filter;
      if (!bank || !filter) return;
      const [, height, width] = filter.space.dims;
      setText(title, filterName(filter));
      setText(window, t('{0} × {1} pixels, peak |z| {2}', height, width, figure(peakOf(filter.space))));
      space.update(ownImage(filter, app.view.zero), 0, t('{0} in space', filterName(filter)), (u, v) =>
        readComplex(filter, u, v),
      );
      const [, rows, columns] = filter.frequency.dims;
      const read = (u: number, v: number): string => {
        const [x, y] = [Math.floor(u * columns), Math.floor(v * rows)];
        if (x < 0 || y < 0 || x >= columns || y >= rows) return '';
        return `${figure((y - (rows >> 1)) / rows)}, ${figure((x - (columns >> 1)) / columns)}: ${figure(filter.frequency.data[y * columns + x])}`;
      };
      frequency.update(
        frequencyImages(bank, paletteOf(app.document.palette)),
        place,
        t('{0} in frequency', filterName(filter)),
        read,
      );
      numbers.replaceChildren(
        ...numbersOf(filter).flatMap(([name, value]) => [
          element('dt', { class: 'quiet' }, name),
          element('dd', {}, value),
        ]),
      );
    },
  };
}

function readComplex(
  {
    space: {
      dims: [, height, width],
      data,
    },
  }: WaveletDescription,
  u: number,
  v: number,
): string {
  const [x, y] = [Math.floor(u * width), Math.floor(v * height)];
  if (x < 0 || y < 0 || x >= width || y >= height) return '';
  const at = y * width + x;
  return `${y - (height >> 1)}, ${x - (width >> 1)}: ${complexText(data[at], data[at + height * width])}`.replace(
    /-/g,
    '−',
  );
}

function numbersOf({ scale, angle, centreFrequency, bandwidth, sigma }: WaveletDescription): [string, string][] {
  return [
    [t('Scale j'), String(scale)],
    [t('Angle'), angle === null ? '–' : degrees(angle)],
    [t('Centre frequency'), `${figure(centreFrequency)} / px`],
    [t('Bandwidth'), `${figure(bandwidth)} / px`],
    ['σ', `${figure(sigma)} px`],
  ];
}

function pathDetail(app: ScatteringApp): Component {
  const title = element('h2', {});
  const image = largeImage();
  const legend = colorLegend();
  const mean = element('p', { class: 'figure' });
  const node = element(
    'div',
    { class: 'detail-parts' },
    title,
    element('div', { class: 'detail-part' }, image.element, legend.element, mean),
  );
  return {
    element: node,
    update() {
      const answer = coefficientsOf(app);
      const { channel, shown } = app.view;
      const inOrder = (path: number): boolean => shown === 'disc' || answer?.paths[path]?.order === Number(shown);
      const path = inOrder(app.view.path) ? app.view.path : (answer?.paths.findIndex((_one, k) => inOrder(k)) ?? -1);
      const found = answer?.paths[path];
      node.hidden = !answer || !found;
      if (!answer || !found) return;
      const { atlas, keyOf, valueAt } = coefficientImages(
        answer,
        channel !== null && channel < answer.channels ? channel : null,
        app.view.scale,
        paletteOf(app.document.palette),
      );
      const { width, height } = atlas.source;
      const read = (u: number, v: number): string => {
        const [x, y] = [Math.floor(u * width), Math.floor(v * height)];
        return x < 0 || y < 0 || x >= width || y >= height ? '' : `${y}, ${x}: ${figure(valueAt(path, y, x))}`;
      };
      setText(title, pathName(found));
      image.update(atlas, path, pathName(found), read);
      legend.update(keyOf(path));
      setText(mean, t('Mean over places and channels: {0}', figure(answer.means[path])));
    },
  };
}
