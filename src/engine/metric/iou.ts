import { choicesOf, entryOf, registry } from '../parameter/entries';
import { choice, number } from '../parameter/kinds';
import { minMax } from '../statistics/normalise';
import { topCount, topMask } from '../statistics/overlap';
import type { Values } from '../statistics/values';
import { defineMetric, required } from './metric';
import { otsuThreshold } from './otsu';

/** |A ∩ B| / |A ∪ B| and 2 |A ∩ B| / (|A| + |B|) of two 0/1 masks; NaN when both are empty. */
export function overlap(a: Values, b: Values): { iou: number; dice: number } {
  let both = 0;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both++;
    total += Number(Boolean(a[i])) + Number(Boolean(b[i]));
  }
  return { iou: both / (total - both), dice: (2 * both) / total };
}

/** 1 where the map is strictly above the threshold. */
export function aboveThreshold(map: Values, threshold: number): Uint8Array {
  return Uint8Array.from(map, (v) => (v > threshold ? 1 : 0));
}

/** A way to cut an object out of a min-max scaled map. */
interface Cut {
  readonly id: string;
  readonly label: string;
  of(map: Values, params: { readonly threshold: number; readonly percent: number }): Uint8Array;
}

const CUTS = registry<Cut>()([
  { id: 'threshold', label: 'above a threshold', of: (map, { threshold }) => aboveThreshold(map, threshold) },
  {
    id: 'percent',
    label: 'its largest values, by per cent',
    of: (map, { percent }) => topMask(map, topCount(percent, map.length)),
  },
  { id: 'otsu', label: "above Otsu's threshold", of: (map) => aboveThreshold(map, otsuThreshold(map)) },
]);

export const iou = defineMetric({
  id: 'iou',
  label: 'Mean IoU',
  paper: {
    authors: 'Jaccard',
    year: 1912,
    title: 'The Distribution of the Flora in the Alpine Zone',
    url: 'https://doi.org/10.1111/j.1469-8137.1912.tb05611.x',
  },
  better: 'higher',
  aspect: { of: 'localisation', from: 0, to: 1 },
  formula:
    "|A ∩ M| / |A ∪ M|; M the object mask, A where the min-max scaled map is above the threshold (or its top percent, or above Otsu's threshold)",
  needs: ['mask'],
  params: [
    choice({
      name: 'cut',
      label: 'Cut the map',
      default: 'threshold',
      choices: choicesOf(CUTS),
    }),
    number({ name: 'threshold', label: 'Threshold', default: 0.2, minimum: 0, maximum: 1 }),
    number({
      name: 'percent',
      label: 'Share of the map',
      unit: '%',
      default: 15,
      minimum: 0,
      maximum: 100,
      advanced: true,
    }),
  ],
  evidence: 'the map as it was cut beside the object, and their overlap',
  async score({ map, mask, witness }, params) {
    const object = required(mask, 'iou', 'an object mask');
    const { of, label } = entryOf(CUTS, params.cut, 'cut');
    const cut = of(minMax(map.data), params);
    witness?.region({ what: `the map ${label}`, cut, object });
    const { iou: value, dice } = overlap(cut, object);
    return { value, parts: { dice } };
  },
});
