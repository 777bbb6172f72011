import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { filmstrip } from './filmstrip';
import { turnPage } from './grid-bar';
import { stepVersion } from './version-strip';

/** ‹ 3 / 12 ›: from image to image, or to any of them in the filmstrip; hidden for a single one. */
export function navigator(app: ExplainApp): Component {
  const strip = filmstrip(app);
  const place = element('span', { class: 'figure' });
  const all = popover({
    label: t('Images'),
    children: [place],
    content: [strip.element],
    width: 720,
    focus: () => strip.element.querySelector<HTMLElement>('input:checked'),
  });
  const previous = button({
    label: t('Previous image (←)'),
    icon: icon('previous'),
    appearance: 'icon',
    onClick: () => step(app, -1),
  });
  const next = button({
    label: t('Next image (→)'),
    icon: icon('next'),
    appearance: 'icon',
    onClick: () => step(app, 1),
  });
  const node = element('div', { class: 'navigator' }, previous, all.trigger, next, all.element);
  return {
    element: node,
    update() {
      const { inputs, current } = app.document;
      node.hidden = inputs.length < 2;
      setText(place, `${current + 1} / ${inputs.length}`);
      previous.disabled = current === 0;
      next.disabled = current === inputs.length - 1;
      strip.update();
    },
  };
}

/**
 * Goes on by some images, in the grid by some parts of them, among versions by these; stays at the ends. From an image
 * that was opened alone it goes on in its folder.
 */
export function step(app: ExplainApp, by: number): void {
  const { document, view, post } = app;
  if (view.layout === 'versions') return stepVersion(app, by);
  if (document.inputs.length === 1)
    return post(view.layout === 'grid' ? { kind: 'wholeFolder' } : { kind: 'beside', by });
  if (view.layout === 'grid') return turnPage(app, by);
  const index = document.current + by;
  if (index < 0 || index >= document.inputs.length) return;
  post({ kind: 'input', index, ...(view.fromGrid && { keepTarget: true }) });
}
