import { tilesOf, type FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';
import { imageFilters } from './image-filters';
import { imageGrid } from './image-grid';
import type { Selection } from './selection';
import { tagLine } from './tag-line';
import { verdictLine } from './verdict-line';

/** Images beside the numbers about them: what is clicked there is seen here. */
export function imagePane(app: EvaluationApp, selection: Selection): Component & FigurePart {
  const tags = tagLine(app);
  const verdicts = verdictLine(app);
  const remarks = {
    pick(name: string): void {
      tags.pick(name);
      verdicts.pick(name);
    },
    focus: () => tags.focus(),
  };
  const parts: (Component & FigurePart)[] = [
    imageFilters(app, selection),
    tags,
    imageGrid(app, selection, remarks),
    verdicts,
  ];
  const node = element(
    'section',
    { class: 'block image-pane', 'aria-label': t('Images') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Images'))),
    ...parts.map((part) => part.element),
  );
  let narrowed: unknown[] = [app.view.cell, app.view.confidence];
  return {
    element: node,
    tiles: async () => (node.hidden ? [] : tilesOf(parts)),
    update() {
      const { cell, confidence } = app.view;
      node.hidden = app.images.state === 'error';
      for (const part of parts) part.update();
      const isNew = (cell !== narrowed[0] && cell !== null) || (confidence !== narrowed[1] && confidence !== null);
      narrowed = [cell, confidence];
      // Below one another, as in a narrow window, the images would change out of sight.
      if (isNew && !isInSight(node)) node.scrollIntoView({ block: 'start' });
    },
  };
}

/** Whether at least the first row of images can be seen. */
function isInSight(node: HTMLElement): boolean {
  const { top } = node.getBoundingClientRect();
  return top >= -8 && top < window.innerHeight - 240;
}
