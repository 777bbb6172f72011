import type { PaletteId } from '../../protocol/explain-document';
import type { SeenRegion } from '../../protocol/metric-evidence';
import { element } from '../ui/element';
import { count, figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { drawKinds, drawMap, imageCanvas } from './image';

type Colors = readonly (readonly number[])[];

/** Neither, the map alone, the object alone, both: tellable apart in grey, too. */
const overlapColors: Colors = [
  [24, 24, 24],
  [230, 159, 0],
  [0, 114, 178],
  [255, 255, 255],
];
const plainColors: Colors = [
  [24, 24, 24],
  [255, 255, 255],
];

/** The part of the map beside the object, and the two over each other. */
export function regionView(
  { what, cut, weights, object }: SeenRegion,
  dims: readonly number[],
  palette: PaletteId,
): HTMLElement {
  const size: readonly [number, number] = dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]];
  const own = cut
    ? kinds(what, t('{0} positions', count(total(cut))), cut, size, plainColors)
    : weights && mapImage(what, weights, size, palette);
  const both = cut && Uint8Array.from(cut, (v, i) => v + 2 * object[i]);
  const shared = both
    ? kinds(t('overlap'), overlapText(cut, object), both, size, overlapColors)
    : weights &&
      mapImage(
        t('on the object'),
        weights.map((v, i) => (object[i] ? v : 0)),
        size,
        palette,
        weights,
      );
  return element(
    'ul',
    { class: 'evidence-row' },
    own,
    kinds(t('the object'), t('{0} positions', count(total(object))), object, size, plainColors),
    shared,
  );
}

const total = (values: ArrayLike<number>): number =>
  Array.prototype.reduce.call(values, (a, v) => (a as number) + (v as number), 0) as number;

function overlapText(cut: Uint8Array, object: Uint8Array): string {
  const both = cut.reduce((sum, v, i) => sum + (v && object[i] ? 1 : 0), 0);
  return t('{0} of {1}', count(both), count(total(cut) + total(object) - both));
}

function kinds(
  what: string,
  number: string,
  values: ArrayLike<number>,
  size: readonly [number, number],
  colors: Colors,
): HTMLElement {
  const canvas = imageCanvas(what);
  drawKinds(canvas, values, size, colors);
  return captioned(canvas, what, number, '');
}

function mapImage(
  what: string,
  weights: Float32Array,
  size: readonly [number, number],
  palette: PaletteId,
  whole: Float32Array = weights,
): HTMLElement {
  const canvas = imageCanvas(what);
  drawMap(canvas, { dims: [1, ...size], data: weights }, palette);
  const [part, all] = [total(weights), total(whole)];
  const number = whole === weights ? t('Σ {0}', figure(all)) : t('Σ {0}, {1}', figure(part), percent(part / all));
  return captioned(canvas, what, number, String(part));
}

/** An image with what it is and its number below; `exact` is told on hovering. */
export function captioned(canvas: HTMLElement, what: string, number: string, exact: string): HTMLElement {
  return element(
    'li',
    {},
    canvas,
    element('span', { class: 'evidence-what', title: what }, what),
    element('span', { class: 'figure evidence-number', title: exact || null }, number),
  );
}
