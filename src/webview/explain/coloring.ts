import { cardIdOf } from '../../protocol/cards';
import type { Coloring } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, type Plane, type SignView } from '../draw/plane';
import { cardOf, methodOf, type ExplainApp } from './app';
import { showsErrors, valuesOf } from './planes';

export type Ends = Pick<Coloring, 'low' | 'range'>;

const signs = new WeakMap<Plane, boolean>();
const ends = new WeakMap<Plane, Map<string, Ends>>();

/** How a card's map is coloured under the present view; null while it has none. */
export function coloringOf(app: ExplainApp, id: string): Coloring | null {
  const plane = valuesOf(app, id);
  if (!plane) return null;
  const { view, document } = app;
  // A signed method's map may still have one sign only; then half of a diverging legend would be empty.
  const signed = (methodOf(app, cardOf(app, id)?.method ?? '')?.signed ?? true) && hasNegative(plane);
  // Standard errors have no sign to choose, and no scale to share with maps.
  const errors = showsErrors(app, id);
  const sign = errors ? 'signed' : view.sign;
  const own = view.scale === 'shared' && !errors ? sharedEnds(app, id) : ownEnds(plane, sign, view.scale === 'robust');
  return { palette: paletteOf(view.palette ?? document.palette), view: sign, signed, ...own, opacity: view.opacity };
}

/** Maps whose largest values are farther apart than this have no scale in common: one of them would be all dark. */
const comparable = 30;

/**
 * The smallest and the largest value over all cards that can be compared with this one: from the largest down, cards
 * join those before them as long as they are not too small to be seen beside them.
 */
function sharedEnds(app: ExplainApp, id: string): Ends {
  const all = app.document.cards
    .map(cardIdOf)
    .filter((other) => !showsErrors(app, other))
    .flatMap((other) => {
      const plane = valuesOf(app, other);
      return plane ? [{ id: other, ...ownEnds(plane, app.view.sign, false) }] : [];
    })
    .sort((a, b) => b.range - a.range);
  let group: typeof all = [];
  for (const one of all) {
    const joins = group.length > 0 && one.range * comparable >= group[0].range;
    if (!joins && group.some((other) => other.id === id)) break;
    group = joins ? [...group, one] : [one];
  }
  return { low: Math.min(...group.map(({ low }) => low)), range: Math.max(0, ...group.map(({ range }) => range)) };
}

/** Whether the map has values beyond the end of its legend. */
export function goesBeyond(app: ExplainApp, id: string, { view, range }: Coloring): boolean {
  const plane = valuesOf(app, id);
  return plane !== null && ownEnds(plane, view, false).range > range;
}

/** The values at the ends of a map's own legend. */
export function ownEnds(plane: Plane, sign: SignView, robust: boolean): Ends {
  const known = ends.get(plane) ?? new Map<string, Ends>();
  ends.set(plane, known);
  const key = `${sign} ${robust}`;
  const found = known.get(key) ?? { low: floorOf(plane, sign), range: rangeOf(plane, sign, robust) };
  known.set(key, found);
  return found;
}

export function hasNegative(plane: Plane): boolean {
  const known = signs.get(plane) ?? plane.values.some((value) => value < 0);
  signs.set(plane, known);
  return known;
}
