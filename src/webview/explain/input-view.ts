import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { inputCardId, type ExplainApp } from './app';
import { regionPainter } from './region';
import { Stage } from './stage';

/**
 * The first card: the input as the network sees it, without a map; where the output is dense, the region to explain is
 * painted on it.
 */
export function inputView(app: ExplainApp): Component {
  const region = regionPainter(app);
  const stage = new Stage(app, () => !region.painting, region.draw);
  region.attach(stage.surface);
  const sub = element('p', { class: 'quiet card-sub' });
  const node = element(
    'article',
    { class: 'card input-view', 'data-enlarge': inputCardId, 'aria-label': t('Input') },
    element('header', { class: 'card-head' }, element('h3', {}, t('Input'))),
    sub,
    element('div', { class: 'stage' }, stage.surface.canvas),
    region.element,
  );
  return {
    element: node,
    update() {
      const { inputs, current, prediction } = app.document;
      const name = inputs[current]?.name ?? '';
      const image = prediction?.input.image;
      setText(sub, [name, image && `${image.width} × ${image.height}`].filter(Boolean).join(' · '));
      setAttribute(sub, 'title', sub.textContent);
      setAttribute(node, 'data-painting', region.painting);
      stage.update(null, null, name);
      region.update();
    },
  };
}
