import type { SignalScattering } from '../../protocol/scattering';
import { paletteOf } from '../draw/palette';
import { drawSignal } from '../draw/signal';
import { Surface } from '../draw/surface';
import { Viewport } from '../draw/viewport';
import { colorLegend } from '../grid/legend';
import { largeImage } from '../grid/image';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import { signalOf, type ScatteringApp } from './app';
import { scalograms, type Scalogram } from './signal-images';

/** The scattering of a signal: the signal, and below it each order over the same time. */
export function signalView(app: ScatteringApp): Component {
  const note = element('p', { class: 'quiet' });
  const line = new Surface(new Viewport(), (context, width, height) => {
    const answer = signalOf(app);
    if (answer)
      drawSignal(context, answer.signal, null, {
        viewport: line.viewport,
        width,
        height,
        ink: getComputedStyle(line.canvas).color,
      });
  });
  line.canvas.className = 'signal-line';
  line.canvas.setAttribute('aria-label', t('The signal, a lane for each channel'));
  const orders = [1, 2].map((order) => {
    const [image, legend] = [largeImage(), colorLegend()];
    const title = order === 1 ? t('First order') : t('Second order');
    return {
      order,
      title,
      image,
      legend,
      element: element(
        'section',
        { class: 'scalogram', 'aria-label': title },
        element('h2', {}, title),
        image.element,
        legend.element,
      ),
    };
  });
  const node = element(
    'div',
    { class: 'view-scroll signal-view' },
    note,
    line.canvas,
    ...orders.map((part) => part.element),
  );
  return {
    element: node,
    update() {
      const answer = signalOf(app);
      if (!answer) return;
      const images = scalograms(answer, paletteOf(app.document.palette));
      const [channels, length] = answer.signal.dims;
      setText(
        note,
        t(
          '{0} channels of {1} samples · {2} paths, every {3} samples · {4} · rows: high frequencies on top; columns: time',
          channels,
          length,
          answer.paths.length,
          answer.stride,
          seconds(answer.seconds),
        ),
      );
      line.redraw();
      for (const part of orders) {
        const found = images.find(({ order }) => order === part.order);
        part.element.hidden = !found;
        if (!found) continue;
        part.image.update(found.atlas, 0, part.title, (u, v) => readOut(answer, found, u, v));
        part.legend.update(found.key);
      }
    },
  };
}

function readOut(
  { paths, frequencies, start, stride }: SignalScattering,
  { rows, values, times }: Scalogram,
  u: number,
  v: number,
): string {
  const [x, y] = [Math.floor(u * times), Math.floor(v * rows.length)];
  if (x < 0 || y < 0 || x >= times || y >= rows.length) return '';
  const { n1, n2 } = paths[rows[y]];
  const waves = [frequencies[0][n1], n2 < 0 ? undefined : frequencies[1][n2]].filter(
    (frequency) => frequency !== undefined,
  );
  return `${t('sample {0}', start + x * stride)}, ${waves.map((frequency) => `${figure(frequency)}/${t('sample')}`).join(', ')}: ${figure(values[y * times + x])}`;
}
