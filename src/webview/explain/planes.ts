import type { Card } from '../../protocol/explain-document';
import type { FloatMap } from '../../protocol/raster';
import { toPlane, type Plane } from '../draw/plane';
import { cardOf, type ExplainApp } from './app';
import { planeShown, wholePlane } from './volume';

const planes = new WeakMap<FloatMap, Plane>();

/** The plane a card shows: its map, finished or intermediate, or its standard errors; null while there is none. */
export function planeOf(app: ExplainApp, id: string): Plane | null {
  const card = cardOf(app, id);
  return reduced(app, (showsErrors(app, id) && errorsOf(card)) || mapOf(card));
}

/** All values of which a card shows some: of a volume every voxel; its colours are scaled over them. */
export function valuesOf(app: ExplainApp, id: string): Plane | null {
  const card = cardOf(app, id);
  const map = (showsErrors(app, id) && errorsOf(card)) || mapOf(card);
  return map && isOfVolume(map) ? wholePlane(map) : reduced(app, map);
}

/** A map [channels, depth, height, width]. */
const isOfVolume = ({ dims }: FloatMap): boolean => dims.length === 4;

/** The plane of a finished card's standard errors; null where it has none. */
export function errorPlaneOf(app: ExplainApp, id: string): Plane | null {
  return reduced(app, errorsOf(cardOf(app, id)));
}

/** Whether a card shows standard errors now. */
export function showsErrors(app: ExplainApp, id: string): boolean {
  return app.view.standardErrors && errorsOf(cardOf(app, id)) !== null;
}

/** The standard errors of a finished card's map; null where its method tells none. */
export function errorsOf(card: Card | undefined): FloatMap | null {
  return card?.state === 'done' ? (card.result.standardError ?? null) : null;
}

function reduced(app: ExplainApp, map: FloatMap | null): Plane | null {
  return map && (isOfVolume(map) ? planeShown(app, map) : planeOfMap(map));
}

/** Reduced once per map. */
export function planeOfMap(map: FloatMap): Plane {
  const plane = planes.get(map) ?? toPlane(map);
  planes.set(map, plane);
  return plane;
}

/** The segments of a finished card of an image that is to show them; null otherwise. */
export function boundariesOf(app: ExplainApp, id: string): FloatMap | null {
  return app.view.boundaries ? segmentsOf(cardOf(app, id)) : null;
}

/** The segments [height, width] that a card's method explained; null where it explained none, or pieces of a signal. */
export function segmentsOf(card: Card | undefined): FloatMap | null {
  const segments = card?.state === 'done' ? card.result.segments : undefined;
  return segments?.dims.length === 2 ? segments : null;
}

/** A card's map, finished or intermediate; null while there is none. */
export function mapOf(card: Card | undefined): FloatMap | null {
  if (card?.state === 'done') return card.result.map;
  return card?.state === 'running' || card?.state === 'cancelled' ? card.map : null;
}
