import type { Component } from '../ui/component';
import { element } from '../ui/element';
import type { EvaluationApp } from './app';
import { classTable } from './classes';
import { confusion } from './confusion';
import { difference } from './difference';
import { images } from './images';
import { leftOut } from './leftOut';
import { methodTable } from './methodTable';
import { overview } from './overview';
import { reliability } from './reliability';

/** Everything a finished evaluation has found. */
export function results(app: EvaluationApp): Component {
  const first = [difference(app), overview(app), methodTable(app)];
  const beside = [confusion(app), classTable(app), reliability(app)];
  const last = [images(app), leftOut(app)];
  const node = element(
    'div',
    { class: 'results' },
    ...first.map((part) => part.element),
    element('div', { class: 'beside' }, ...beside.map((part) => part.element)),
    ...last.map((part) => part.element),
  );
  return {
    element: node,
    update() {
      node.hidden = !app.document.results;
      if (node.hidden) return;
      for (const part of [...first, ...beside, ...last]) part.update();
    },
  };
}
