import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { regionPainter } from './region';
import { Stage } from './stage';

/**
 * The input as the network sees it, without a map; where the output is dense, the region to explain is painted on it.
 */
export function inputView(app: ExplainApp): Component {
  const region = regionPainter(app);
  const stage = new Stage(app, () => !region.painting, region.draw);
  region.attach(stage.surface);
  const node = element(
    'section',
    { class: 'block input-view', 'aria-label': t('Input') },
    element('div', { class: 'stage' }, stage.surface.canvas),
    region.element,
  );
  return {
    element: node,
    update() {
      const { inputs, current } = app.document;
      stage.update(null, null, inputs[current]?.name ?? '');
      region.update();
    },
  };
}
