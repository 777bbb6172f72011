import { paintWheel } from '../draw/phase';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ScatteringApp } from './app';

const side = 96;

/** The legend of complex values: a wheel of phases, magnitude outwards. */
export function phaseLegend(app: ScatteringApp): Component {
  const canvas = element('canvas', {
    class: 'wheel',
    role: 'img',
    'aria-label': t('Hue is phase, from 0 degrees at the right anticlockwise'),
  });
  const words = element('p', { class: 'quiet' });
  const marks = [
    ['0°', 'east'],
    ['90°', 'north'],
    ['±180°', 'west'],
    ['−90°', 'south'],
  ].map(([text, place]) => element('span', { class: `wheel-mark ${place} figure` }, text));
  const node = element(
    'section',
    { class: 'phase' },
    element('h2', {}, t('Complex values')),
    element('div', { class: 'wheel-box' }, canvas, ...marks),
    words,
  );
  let painted = '';
  return {
    element: node,
    update() {
      const { zero } = app.view;
      setText(
        words,
        zero === 'black' ? t('Hue is phase, brightness is magnitude.') : t('Hue is phase, saturation is magnitude.'),
      );
      if (painted !== zero) paintWheel(canvas, side * Math.ceil(window.devicePixelRatio), zero);
      painted = zero;
    },
  };
}
