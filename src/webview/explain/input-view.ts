import type { InputView } from '../../protocol/prediction';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { inputCardId, type ExplainApp } from './app';
import { detector } from './detector';
import { inputsBeside } from './inputs-beside';
import { labelMap } from './label-map';
import { regionPainter } from './region';
import { Stages } from './stages';

/** Width and height as people say them; the lengths of a volume in the order of its axes. */
function sizeOf({ image, volume }: Partial<Pick<InputView, 'image' | 'volume'>> = {}): string {
  const [channels, depth, height, width] = volume?.dims ?? [];
  if (depth > 1) return `${depth} × ${height} × ${width}`;
  if (channels > 3) return t('{0} × {1}, {2} bands', width, height, channels);
  return image ? `${image.width} × ${image.height}` : '';
}

/**
 * The first card: the input as the network sees it, without a map, and over it what the network has found there; what
 * is to be explained is chosen or drawn on it.
 */
export function inputView(app: ExplainApp): Component {
  const region = regionPainter(app);
  // The region is drawn over the colours of the classes.
  const tools = [labelMap(app), region, detector(app)];
  const others = tools.filter((tool) => tool !== region);
  const below = roving(
    element(
      'div',
      { class: 'input-tools', role: 'toolbar', 'aria-label': t('What was found') },
      region.element,
      ...others.map((tool) => tool.element),
    ),
  );
  const painting = (): boolean => tools.some((tool) => tool.painting);
  const stages = new Stages(app, {
    painting,
    over: (...drawn) => tools.forEach((tool) => tool.draw(...drawn)),
    attach: (...on) => tools.forEach((tool) => tool.attach(...on)),
  });
  const sub = element('p', { class: 'quiet card-sub' });
  const beside = inputsBeside(app, null);
  const node = element(
    'article',
    { class: 'card input-view', 'data-enlarge': inputCardId, 'aria-label': t('Input') },
    element('header', { class: 'card-head' }, element('h3', {}, t('Input'))),
    element('div', { class: 'card-line' }, sub),
    element('div', { class: 'stage' }, stages.element),
    beside.element,
    below,
  );
  return {
    element: node,
    update() {
      const { inputs, current, prediction, busy } = app.document;
      const name = inputs[current]?.name ?? '';
      setText(
        sub,
        [name, prediction ? sizeOf(prediction.input) : busy && t('reading the model, predicting…')]
          .filter(Boolean)
          .join(' · '),
      );
      setAttribute(sub, 'title', sub.textContent);
      setAttribute(node, 'data-painting', painting());
      stages.update(() => null, null, name);
      beside.update();
      for (const tool of tools) tool.update();
      below.hidden = tools.every((tool) => tool.element.hidden);
    },
  };
}
