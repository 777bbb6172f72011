import { targetBox } from '../../protocol/target';
import type { BoxQuantity, Corners } from '../../protocol/task';
import { strokeBox } from '../draw/boxes';
import type { Viewport } from '../draw/viewport';
import type { ExplainApp } from './app';
import { frameOf } from './frame';
import { outlineRegion, regionOf } from './region-mark';

/** What is explained, over every map: the chosen box, or the region, or the ringed pixel. */
export function drawTarget(
  app: ExplainApp,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  viewport: Viewport = app.viewport,
): void {
  const region = regionOf(app);
  if (region) outlineRegion(context, region, { viewport }, width, height);
  const frame = frameOf(app, context, width, height, viewport);
  const box = targetBox(app.document);
  if (!frame || !box) return;
  const line = { color: '#ffffff', width: 1.5, dashed: box.proposal === null };
  strokeBox(frame, box.corners, line);
  for (const edge of edges[box.quantity] ?? []) strokeBox(frame, edge(box.corners), { ...line, width: 4 });
}

const left = ([x, top, , bottom]: Corners): Corners => [x, top, x, bottom];
const right = ([, top, x, bottom]: Corners): Corners => [x, top, x, bottom];
const top = ([from, y, to]: Corners): Corners => [from, y, to, y];
const bottom = ([from, , to, y]: Corners): Corners => [from, y, to, y];

/** The edges whose place is explained. */
const edges: Partial<Record<BoxQuantity, readonly ((corners: Corners) => Corners)[]>> = {
  left: [left],
  top: [top],
  width: [left, right],
  height: [top, bottom],
};
