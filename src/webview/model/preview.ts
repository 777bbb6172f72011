import type { Raster } from '../../protocol/raster';
import { toCanvas } from '../draw/raster';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ModelApp } from './app';

/** What the network sees of a chosen image under the recipe as it is in the form. */
export function preview(app: ModelApp): Component {
  const frame = element('div', { class: 'preview-frame' });
  const caption = element('p', { class: 'quiet' });
  const said = element('ol', { class: 'tried', 'aria-live': 'polite', 'aria-label': t('What the model says of it') });
  const pick = button({ label: t('Choose an image…'), onClick: () => app.post({ kind: 'pickInput' }) });
  const trust = button({
    label: t('Manage trust'),
    onClick: () => app.post({ kind: 'command', command: 'manageTrust' }),
  });
  const node = element(
    'section',
    { class: 'block preview', 'aria-label': t('What the network sees') },
    element('h2', {}, t('What the network sees')),
    frame,
    caption,
    said,
    pick,
    trust,
  );
  let drawn: Raster | null = null;
  return {
    element: node,
    update() {
      const { document, preview: shown } = app;
      const image = shown.state === 'done' ? shown.value : null;
      const error = shown.state === 'error' ? shown.error : null;
      pick.hidden = !document.trusted;
      trust.hidden = document.trusted;
      setText(
        caption,
        document.trusted
          ? captionOf(document.input?.name, image, error?.what)
          : t('Images are read only in a trusted workspace.'),
      );
      caption.classList.toggle('broken', error !== null);
      // Its place is kept from the moment an image is chosen, so that the form below it does not move.
      said.hidden = !document.trusted || !document.input || (app.tried.state === 'done' && app.tried.value === null);
      drawTried(said, app.tried);
      if (image === drawn) return;
      drawn = image;
      frame.replaceChildren(...(image ? [labelled(toCanvas(image), document.input?.name ?? '')] : []));
    },
  };
}

function captionOf(name: string | undefined, image: Raster | null, error: string | undefined): string {
  if (error) return error;
  if (!name) return t('Choose an image to see what the network gets.');
  return image ? `${name} · ${image.height} × ${image.width}` : name;
}

function labelled(canvas: HTMLCanvasElement, name: string): HTMLCanvasElement {
  canvas.className = 'preview-image';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  return canvas;
}

/** The first classes, which change as the recipe does: a recipe that is wrong is seen here first. */
function drawTried(list: HTMLElement, tried: ModelApp['tried']): void {
  if (tried.state === 'error') return list.replaceChildren(element('li', { class: 'broken' }, tried.error.what));
  if (tried.state !== 'done' || !tried.value) return;
  const { predictions, link } = tried.value;
  list.replaceChildren(
    ...predictions.map(({ label, probability }) =>
      element(
        'li',
        {},
        element('span', { class: 'tried-label', title: label }, label),
        element('span', { class: 'figure' }, link === 'identity' ? figure(probability) : percent(probability)),
      ),
    ),
  );
}
