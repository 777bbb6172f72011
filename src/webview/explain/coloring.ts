import { cardIdOf } from '../../protocol/cards';
import type { Coloring } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, type Plane, type SignView } from '../draw/plane';
import { cardOf, methodOf, type ExplainApp } from './app';
import { planeOf, showsErrors } from './planes';

type Ends = Pick<Coloring, 'low' | 'range'>;

const signs = new WeakMap<Plane, boolean>();
const ends = new WeakMap<Plane, Map<string, Ends>>();

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
  const own = view.scale === 'shared' && !errors ? sharedEnds(app) : cachedEnds(plane, sign, view.scale === 'robust');
  return { palette: paletteOf(view.palette ?? document.palette), view: sign, signed, ...own, opacity: view.opacity };
}

/** The smallest and the largest value over all cards. */
function sharedEnds(app: ExplainApp): Ends {
  const ids = app.document.cards.map(cardIdOf).filter((id) => !showsErrors(app, id));
  const planes = ids.map((id) => planeOf(app, id)).filter((plane) => plane !== null);
  const all = planes.map((plane) => cachedEnds(plane, app.view.sign, false));
  return { low: Math.min(...all.map(({ low }) => low)), range: Math.max(0, ...all.map(({ range }) => range)) };
}

function cachedEnds(plane: Plane, sign: SignView, robust: boolean): Ends {
  const known = ends.get(plane) ?? new Map<string, Ends>();
  ends.set(plane, known);
  const key = `${sign} ${robust}`;
  const found = known.get(key) ?? { low: floorOf(plane, sign), range: rangeOf(plane, sign, robust) };
  known.set(key, found);
  return found;
}

function hasNegative(plane: Plane): boolean {
  const known = signs.get(plane) ?? plane.values.some((value) => value < 0);
  signs.set(plane, known);
  return known;
}
