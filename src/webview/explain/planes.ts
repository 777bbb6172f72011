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

export function mapOf(card: Card | undefined): FloatMap | null {
  if (card?.state === 'done') return card.result.map;
  return card?.state === 'running' ? card.map : null;
}
