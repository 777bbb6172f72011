import type { ModelLabels } from '../../protocol/comparison-panel';
import type { LabelMap } from '../draw/label-map';

/** Label maps of several models in one numbering of their classes, and of one size. */
export interface CommonLabels {
  readonly names: readonly string[];
  /** In the order of the models. */
  readonly maps: readonly LabelMap[];
}

/** How two label maps agree. */
export interface Agreement {
  /** Share of the positions that have different classes. */
  readonly differing: number;
  /** By class: positions that both give it over those that either does; null of a class that neither gives. */
  readonly iou: readonly (number | null)[];
}

/** Classes are the same where they have the same name; the finer map decides the size. */
export function commonLabels(all: readonly ModelLabels[]): CommonLabels {
  const names = [...new Set(all.flatMap(({ labels }) => labels))];
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const height = Math.max(...all.map(({ map }) => map.height));
  const width = Math.max(...all.map(({ map }) => map.width));
  const maps = all.map(({ map, labels }): LabelMap => {
    const places = Uint16Array.from(labels, (label) => placeOf.get(label)!);
    const classes = new Uint16Array(height * width);
    for (let y = 0; y < height; y++) {
      const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
      for (let x = 0; x < width; x++)
        classes[y * width + x] = places[map.classes[row + Math.floor(((x + 0.5) * map.width) / width)]];
    }
    return { height, width, classes };
  });
  return { names, maps };
}

/** @param classes how many there are */
export function agreementOf(a: LabelMap, b: LabelMap, classes: number): Agreement {
  const [both, either] = [new Float64Array(classes), new Float64Array(classes)];
  let differing = 0;
  for (const [at, own] of a.classes.entries()) {
    const other = b.classes[at];
    either[own]++;
    if (own === other) both[own]++;
    else {
      either[other]++;
      differing++;
    }
  }
  return {
    differing: differing / a.classes.length,
    iou: Array.from(either, (count, k) => (count > 0 ? both[k] / count : null)),
  };
}

/** Where two label maps differ: the second's class there, and `same` everywhere else. */
export function differenceOf(a: LabelMap, b: LabelMap, same: number): LabelMap {
  return { ...b, classes: b.classes.map((own, at) => (own === a.classes[at] ? same : own)) };
}

/** Share of the positions that have each class. */
export function sharesOf({ classes: all }: LabelMap, classes: number): Float64Array {
  const shares = new Float64Array(classes);
  for (const own of all) shares[own] += 1 / all.length;
  return shares;
}
