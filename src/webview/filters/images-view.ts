import type { ExcitingImage } from '../../protocol/filters';
import { featuresBarred, type Excitement } from '../../protocol/filters-panel';
import { toCanvas } from '../draw/raster';
import type { Component } from '../ui/component';
import { element, setAttribute } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { emptyState, errorState } from '../ui/states';
import { button } from '../ui/toolkit';
import { layerName, type FiltersApp } from './app';

const patchSize = 96;

/** The images of a folder in which the picked filter answers most, with the patch it answers to. */
export function imagesView(app: FiltersApp): Component {
  const content = element('div', { class: 'view-scroll' });
  const node = element('section', { class: 'view', 'aria-label': t('Top activating images') }, content);
  let drawn: unknown[] = [];
  return {
    element: node,
    update() {
      const { exciting, folder, layers, trusted } = app.document;
      const now = [exciting, folder, layers, trusted, app.view.selected];
      if (now.every((value, i) => value === drawn[i]) && drawn.length > 0) return;
      drawn = now;
      content.replaceChildren(...contentOf(app));
    },
  };
}

function contentOf(app: FiltersApp): HTMLElement[] {
  const { exciting, folder } = app.document;
  const { selected } = app.view;
  const barred = featuresBarred(app.document);
  if (barred === 'weights')
    return [
      emptyState(
        t(
          'This file holds weights without a graph, so no image can be shown to it. Export the model as ONNX and open that.',
        ),
        {
          label: t('Open another model'),
          run: () => app.post({ kind: 'command', command: 'openFilters' }),
        },
      ),
    ];
  if (barred === 'trust')
    return [
      emptyState(t('Images are shown to the model only in a trusted workspace.'), {
        label: t('Manage trust'),
        run: () => app.post({ kind: 'command', command: 'manageTrust' }),
      }),
    ];
  if (!folder)
    return [
      emptyState(
        t('Choose a folder of images: those that activate a filter most are shown, with the patch that does it.'),
        {
          label: t('Choose a folder…'),
          run: () => app.post({ kind: 'pickFolder' }),
        },
      ),
    ];
  if (exciting.state === 'loading') return [progress(app, exciting.done ?? 0, exciting.of ?? 0)];
  if (exciting.state === 'error')
    return [
      errorState(exciting.error, [
        { label: t('Choose another folder…'), run: () => app.post({ kind: 'pickFolder' }) },
        { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) },
      ]),
    ];
  if (exciting.state === 'none') return [ask(app, whichImages(folder.name, selected ?? 0))];
  // The list of another filter would be taken for that of this one.
  const other = exciting.value.filter !== selected || exciting.value.layer !== app.document.layer;
  return [other ? ask(app, whichImages(folder.name, selected ?? 0)) : results(app, exciting.value)];
}

const whichImages = (folder: string, filter: number): string =>
  t('Which images of {0} activate filter {1} most?', folder, filter);

function ask(app: FiltersApp, question: string): HTMLElement {
  const filter = app.view.selected ?? 0;
  return emptyState(question, {
    label: t('Look for filter {0}', filter),
    run: () => app.post({ kind: 'excite', filter }),
  });
}

function progress(app: FiltersApp, done: number, of: number): HTMLElement {
  const fill = element('span', { class: 'progress-fill' });
  fill.style.inlineSize = `${of > 0 ? (100 * done) / of : 0}%`;
  const bar = element(
    'div',
    {
      class: 'search-progress',
      role: 'progressbar',
      'aria-valuemin': 0,
      'aria-valuemax': of,
      'aria-valuenow': done,
      'aria-label': t('Images seen'),
    },
    fill,
  );
  const cancel = button({ label: t('Cancel'), onClick: () => app.post({ kind: 'cancel' }) });
  return element(
    'div',
    { class: 'message' },
    element('p', { class: 'figure' }, of > 0 ? t('{0} of {1} images', done, of) : t('Opening the model…')),
    bar,
    cancel,
  );
}

function results(app: FiltersApp, { images, skipped, filter, folder }: Excitement): HTMLElement {
  const skippedNote =
    skipped.length > 0 &&
    element(
      'p',
      { class: 'quiet', title: skipped.map(({ input, reason }) => `${input}: ${reason}`).join('\n') },
      t('{0} files could not be read', skipped.length),
    );
  return element(
    'div',
    {},
    element('p', { class: 'quiet view-note' }, t('Filter {0} of {1} · {2}', filter, layerName(app), folder.name)),
    element('div', { class: 'exciting' }, ...images.map((image, i) => card(app, image, i))),
    skippedNote,
  );
}

/** The image with the patch marked, the patch itself, and how strongly the filter answered. */
function card(app: FiltersApp, image: ExcitingImage, rank: number): HTMLElement {
  const name = image.input.split(/[\\/]/).pop() ?? image.input;
  const { left, top, width, height } = image.patch;
  const title = t(
    'Row {0}, column {1} of the map; the patch is {2} × {3} at {4}, {5}',
    image.row,
    image.column,
    width,
    height,
    left,
    top,
  );
  return element(
    'figure',
    { class: 'exciting-card', title },
    element(
      'div',
      { class: 'exciting-images' },
      ...(image.raster
        ? imagesOf(image, name)
        : [element('p', { class: 'quiet' }, t('Samples {0} to {1}', left, left + width))]),
    ),
    element(
      'figcaption',
      {},
      element('span', { class: 'quiet figure' }, `${rank + 1}. `),
      element('button', { class: 'link', onclick: () => app.post({ kind: 'open', path: image.input }) }, name),
      element('span', { class: 'figure exciting-value' }, figure(image.value)),
    ),
  );
}

function imagesOf({ raster, patch }: ExcitingImage, name: string): HTMLElement[] {
  if (!raster) return [];
  const whole = toCanvas(raster);
  const detail = element('canvas', { class: 'exciting-patch', role: 'img', 'aria-label': t('Patch of {0}', name) });
  const scale = patchSize / Math.max(patch.width, patch.height);
  Object.assign(detail, { width: Math.round(patch.width * scale), height: Math.round(patch.height * scale) });
  const zoomed = detail.getContext('2d');
  if (zoomed) {
    zoomed.imageSmoothingEnabled = scale < 1;
    zoomed.drawImage(whole, patch.left, patch.top, patch.width, patch.height, 0, 0, detail.width, detail.height);
  }
  mark(whole, patch);
  whole.className = 'exciting-whole';
  setAttribute(whole, 'role', 'img');
  setAttribute(whole, 'aria-label', t('{0} with the patch marked', name));
  return [whole, detail];
}

/** A light frame on a dark one, to be seen on any image. */
function mark(canvas: HTMLCanvasElement, { left, top, width, height }: ExcitingImage['patch']): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const line = Math.max(1, canvas.width / 128);
  for (const [color, size] of [
    ['#000000', 3 * line],
    ['#ffffff', line],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = size;
    context.strokeRect(left, top, width, height);
  }
}
