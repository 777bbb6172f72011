import type { ContactSheet } from '../../protocol/training';
import type { Raster } from '../../protocol/raster';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import type { TrainingApp } from './app';

/** Some inputs as they are, and what the network will see of each in its first epochs; made when it is looked at. */
export function contactSheet(app: TrainingApp): Component {
  const box = element('div', { class: 'sheet', 'aria-live': 'polite' });
  const summary = element('summary', {}, t('What the network will see'));
  const node = element('details', { class: 'sheet-box' }, summary, box);
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    app.setView({ sheetOpen: !node.open });
  });
  let asked: unknown = null;
  const draw = memo((sheet: TrainingApp['document']['sheet']) => {
    if (sheet.state === 'done') box.replaceChildren(tableOf(sheet.value));
    else if (sheet.state === 'error')
      box.replaceChildren(headline(sheet.error), element('p', { class: 'quiet' }, sheet.error.next ?? ''));
    else if (box.childElementCount === 0) box.replaceChildren(element('div', { class: 'skeleton sheet-skeleton' }));
  });
  return {
    element: node,
    update() {
      const { setup, inspection, sheet } = app.document;
      const chosen = setup?.augmentations.some(({ selected }) => selected) ?? false;
      const images = inspection.state === 'done' && inspection.value.kind === 'images';
      node.hidden = !chosen || !images;
      node.open = app.view.sheetOpen;
      if (node.hidden || !node.open) return void (asked = null);
      const wanted = JSON.stringify([setup!.augmentations, setup!.size, setup!.color, setup!.seed]);
      if (asked !== wanted) {
        asked = wanted;
        app.post({ kind: 'sheet' });
      }
      draw(sheet);
    },
  };
}

function tableOf({ rows }: ContactSheet): HTMLElement {
  const epochs = Math.max(0, ...rows.map(({ images }) => images.length - 1));
  const head = [t('as it is'), ...Array.from({ length: epochs }, (_, e) => t('epoch {0}', e + 1))];
  return element(
    'div',
    { class: 'sheet-scroll', tabindex: 0, role: 'group', 'aria-label': t('What the network will see') },
    element(
      'table',
      { class: 'sheet-table' },
      element(
        'thead',
        {},
        element('tr', {}, ...head.map((text) => element('th', { scope: 'col', class: 'quiet' }, text))),
      ),
      element(
        'tbody',
        {},
        ...rows.map(({ name, label, images }) =>
          element(
            'tr',
            { title: `${name}\n${label}` },
            ...images.map((image, k) => element('td', {}, canvasOf(image, t('{0}, {1}', name, head[k])))),
          ),
        ),
      ),
    ),
  );
}

function canvasOf({ width, height, rgba }: Raster, label: string): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'sheet-image', role: 'img', 'aria-label': label, width, height });
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0);
  return canvas;
}
