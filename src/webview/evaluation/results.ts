import { notesOf, tilesOf, type FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { modelOf, type EvaluationApp } from './app';
import { agreement } from './agreement';
import { classTable } from './classes';
import { confusionOf } from './confusion';
import { difference } from './difference';
import { imagePane } from './image-pane';
import { images } from './images';
import { judgement } from './judgement';
import { leftOut } from './left-out';
import { methodTable } from './method-table';
import { overview } from './overview';
import { reliability } from './reliability';
import type { Selection } from './selection';

/** Everything a finished evaluation has found. */
export function results(app: EvaluationApp, selection: Selection): Component & FigurePart {
  const first = [agreement(app), difference(app), overview(app), judgement(app), methodTable(app)];
  // The worst class is what is looked for first.
  const about = [classTable(app), confusionOf(app), reliability(app)];
  const pane = imagePane(app, selection);
  const inputs = images(app, selection);
  const last = [inputs, leftOut(app)];
  const left = element('div', { class: 'about' }, ...about.map((part) => part.element));
  const beside = element('div', { class: 'beside' }, left, pane.element);
  const node = element(
    'div',
    { class: 'results' },
    ...first.map((part) => part.element),
    beside,
    ...last.map((part) => part.element),
  );
  const all: (Component & FigurePart)[] = [...first, ...about, pane, ...last];
  return {
    element: node,
    tiles: () => tilesOf(all),
    notes: () => notesOf(all),
    update() {
      node.hidden = !app.document.results;
      if (node.hidden) return;
      const isJudged = modelOf(app)?.judgement !== undefined;
      for (const part of all) part.update();
      left.hidden = isJudged;
      beside.classList.toggle('alone', isJudged);
    },
  };
}
