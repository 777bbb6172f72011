import type { Card } from '../../protocol/explain-panel';
import type { FloatMap } from '../../protocol/raster';
import { toPlane, type Plane } from '../draw/plane';
import { cardOf, type ExplainApp } from './app';

const planes = new WeakMap<FloatMap, Plane>();

/** The plane of a card's map, finished or intermediate; null while there is none. Reduced once per map. */
export function planeOf(app: ExplainApp, id: string): Plane | null {
  const map = mapOf(cardOf(app, id));
  if (!map) return null;
  const plane = planes.get(map) ?? toPlane(map);
  planes.set(map, plane);
  return plane;
}

/** The segments of a finished card of a picture that is to show them; null otherwise. */
export function boundariesOf(app: ExplainApp, id: string): FloatMap | null {
  return app.view.boundaries ? segmentsOf(cardOf(app, id)) : null;
}

/** The segments [height, width] that a card's method explained; null where it explained none, or pieces of a signal. */
export function segmentsOf(card: Card | undefined): FloatMap | null {
  const segments = card?.state === 'done' ? card.result.segments : undefined;
  return segments?.dims.length === 2 ? segments : null;
}

export function mapOf(card: Card | undefined): FloatMap | null {
  if (card?.state === 'done') return card.result.map;
  return card?.state === 'running' || card?.state === 'cancelled' ? card.map : null;
}
