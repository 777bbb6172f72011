import { paletteOf } from '../draw/palette';
import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { coefficientsOf, type ScatteringApp } from './app';
import { discImages } from './coefficient-images';
import { pathName } from './words';

/** The polar discs of first and second order (Bruna and Mallat, IEEE TPAMI 35, 2013); a click picks a path. */
export function discView(app: ScatteringApp): Component {
  const orders = ([1, 2] as const).map((order) => {
    const image = largeImage({
      onClick: (u, v) => {
        const answer = coefficientsOf(app);
        const path = answer && discImages(answer, paletteOf(app.document.palette))[order].at(u, v);
        if (typeof path === 'number') app.setView({ path });
      },
    });
    const legend = colorLegend();
    const title = order === 1 ? t('First order') : t('Second order');
    return {
      order,
      title,
      image,
      legend,
      element: element(
        'section',
        { class: 'disc', 'aria-label': title },
        element('h2', {}, title),
        image.element,
        legend.element,
      ),
    };
  });
  const words = element(
    'p',
    { class: 'quiet' },
    t(
      'Frequency grows outwards, an octave a ring; orientation goes around. In each sector of the second order, second scales go inwards and second angles around.',
    ),
  );
  const node = element(
    'div',
    { class: 'view-scroll' },
    element('div', { class: 'discs' }, ...orders.map((one) => one.element)),
    words,
  );
  return {
    element: node,
    update() {
      const answer = coefficientsOf(app);
      if (!answer) return;
      const discs = discImages(answer, paletteOf(app.document.palette));
      for (const { order, title, image, legend, element: part } of orders) {
        part.hidden = !answer.paths.some((path) => path.order === order);
        const { atlas, at, key } = discs[order];
        const read = (u: number, v: number): string => {
          const path = at(u, v);
          return path === undefined ? '' : `${pathName(answer.paths[path])}: ${figure(answer.means[path])}`;
        };
        image.update(atlas, 0, t('Disc, {0}', title), read);
        legend.update(key);
      }
    },
  };
}
