import { cardIdOf } from '../../protocol/cards';
import type { Coloring } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { rangeOf, type Plane, type SignView } from '../draw/plane';
import { cardOf, methodOf, type ExplainApp } from './app';
import { planeOf, showsErrors } from './planes';

const signs = new WeakMap<Plane, boolean>();
const ranges = new WeakMap<Plane, Map<string, number>>();

/** How a card's map is coloured under the present view; null while it has none. */
export function coloringOf(app: ExplainApp, id: string): Coloring | null {
  const plane = planeOf(app, id);
  if (!plane) return null;
  const { view, document } = app;
  // A signed method's map may still have one sign only; then half of a diverging legend would be empty.
  const signed = (methodOf(app, cardOf(app, id)?.method ?? '')?.signed ?? true) && hasNegative(plane);
  // Standard errors have no sign to choose, and no scale to share with maps.
  const errors = showsErrors(app, id);
  const sign = errors ? 'signed' : view.sign;
  const range = view.scale === 'shared' && !errors ? sharedRange(app) : cachedRange(plane, sign, view.scale === 'robust');
  return { palette: paletteOf(view.palette ?? document.palette), view: sign, signed, range, opacity: view.opacity };
}

/** The largest value over all cards. */
function sharedRange(app: ExplainApp): number {
  const ids = app.document.cards.map(cardIdOf).filter((id) => !showsErrors(app, id));
  const planes = ids.map((id) => planeOf(app, id)).filter((plane) => plane !== null);
  return Math.max(0, ...planes.map((plane) => cachedRange(plane, app.view.sign, false)));
}

function cachedRange(plane: Plane, sign: SignView, robust: boolean): number {
  const known = ranges.get(plane) ?? new Map<string, number>();
  ranges.set(plane, known);
  const key = `${sign} ${robust}`;
  const range = known.get(key) ?? rangeOf(plane, sign, robust);
  known.set(key, range);
  return range;
}

function hasNegative(plane: Plane): boolean {
  const known = signs.get(plane) ?? plane.values.some((value) => value < 0);
  signs.set(plane, known);
  return known;
}
