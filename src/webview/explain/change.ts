import type { CardKey } from '../../protocol/explain-document';
import { cardIdOf, cardKeysOf } from '../../protocol/cards';
import type { FloatMap } from '../../protocol/raster';
import type { MapChange, VersionRow } from '../../protocol/versions';
import type { Coloring } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { seen, type Plane, type SignView } from '../draw/plane';
import { t } from '../ui/l10n';
import { methodOf, type ExplainApp } from './app';
import { hasNegative, ownEnds } from './coloring';
import { planeOfMap } from './planes';
import { variantText } from './variant';

/** What is shown of a change: the map before, the map after, the difference. */
export interface ChangePart {
  readonly name: string;
  /** Null while there is none. */
  readonly plane: Plane | null;
  readonly coloring: Coloring;
}

/** The parts of a change, with one scale, so that what is small beside the maps looks so. */
export function partsOf(app: ExplainApp, method: string, change: MapChange | undefined): readonly ChangePart[] {
  const [before, after] = [change?.before ?? null, change?.after ?? null].map((map) => map && planeOfMap(map));
  const maps = sharedColoring(app, method, [before, after]);
  // The difference has a sign whatever is shown of the maps.
  const signed: Coloring = { ...maps, view: 'signed', signed: true, low: 0 };
  return [
    { name: t('Before'), plane: before, coloring: maps },
    { name: t('After'), plane: after, coloring: maps },
    { name: t('Difference'), plane: change ? differenceOf(change, app.view.sign) : null, coloring: signed },
  ];
}

/** The cards whose maps a row has; before there are any, those that are chosen. */
export function changedCards({ document: { choices } }: ExplainApp, row: VersionRow | undefined): CardKey[] {
  if (!row) return choices.filter(({ selected }) => selected).flatMap(cardKeysOf);
  return choices.flatMap(cardKeysOf).filter((key) => cardIdOf(key) in row.maps);
}

/** What a card is called. */
export function changeLabel(app: ExplainApp, { method, variant }: CardKey): string {
  const known = methodOf(app, method);
  return [known?.label ?? method, variantText(known, variant)].filter(Boolean).join(', ');
}

/** The colours of both maps: the scale reaches as far as the larger one does. */
function sharedColoring(app: ExplainApp, method: string, planes: readonly (Plane | null)[]): Coloring {
  const { view, document } = app;
  const known = planes.filter((plane) => plane !== null);
  const ends = known.map((plane) => ownEnds(plane, view.sign, view.scale === 'robust'));
  return {
    palette: paletteOf(view.palette ?? document.palette),
    view: view.sign,
    signed: (methodOf(app, method)?.signed ?? true) && known.some(hasNegative),
    range: Math.max(0, ...ends.map(({ range }) => range)),
    low: ends.length > 0 ? Math.min(...ends.map(({ low }) => low)) : 0,
    opacity: view.opacity,
  };
}

const differences = new WeakMap<
  FloatMap,
  { readonly after: FloatMap; readonly sign: SignView; readonly plane: Plane }
>();

/** After less before, of what is shown of both; null where they have not the same size. */
function differenceOf({ before, after }: MapChange, sign: SignView): Plane | null {
  if (!before || !after) return null;
  const known = differences.get(before);
  if (known?.after === after && known.sign === sign) return known.plane;
  const [old, now] = [planeOfMap(before), planeOfMap(after)];
  if (old.width !== now.width || old.height !== now.height) return null;
  const values = now.values.map((value, i) => seen(value, sign) - seen(old.values[i], sign));
  const plane = { ...now, values };
  differences.set(before, { after, sign, plane });
  return plane;
}
