import { Viewport } from '../draw/viewport';
import type { Axis } from '../draw/volume';
import type { ExplainApp } from './app';

const made = new WeakMap<ExplainApp, Map<Axis, ExplainApp>>();

/**
 * The page as it is seen along one axis of a volume: all that draws an image draws that plane of it. Its zoom is shared
 * by the planes of this axis on all cards, and follows the page's own.
 */
export function alongAxis(app: ExplainApp, axis: Axis): ExplainApp {
  const known = made.get(app) ?? new Map<Axis, ExplainApp>();
  made.set(app, known);
  const found = known.get(axis) ?? seenAlong(app, axis);
  known.set(axis, found);
  return found;
}

function seenAlong(app: ExplainApp, axis: Axis): ExplainApp {
  const viewport = new Viewport();
  let { zoom } = app.viewport;
  app.viewport.onChange(() => {
    const by = app.viewport.zoom / zoom;
    ({ zoom } = app.viewport);
    if (by !== 1) viewport.zoomBy(by);
    else if (zoom === 1 && viewport.zoom > 1 && !app.viewport.pointer) viewport.reset();
  });
  return Object.create(app, {
    view: { get: () => ({ ...app.view, volume: { ...app.view.volume, plane: axis } }) },
    viewport: { value: viewport },
  }) as ExplainApp;
}
