import type { LabelMap } from '../../segmentation';
import { segmentCount } from '../../segmentation';
import { sizeOf, type FloatTensor } from '../../tensor/tensor';
import { sizeOfCoalition } from './coalitions';

/** How far a perturbed sample is from the original, as a function of its 0/1 row. */
type Distance = (row: ArrayLike<number>) => number;

type Distances = Readonly<Record<'cosine' | 'euclidean', Distance>>;

/** The lime library: between the 0/1 row and the row of ones. Cosine: 1 − √(kept/all), 1 for an empty row. */
export const rowDistances: Distances = Object.freeze({
  cosine: (row) => 1 - Math.sqrt(sizeOfCoalition(row) / row.length),
  euclidean: (row) => Math.sqrt(row.length - sizeOfCoalition(row)),
});

/**
 * Captum: between the flattened input x and its perturbed copy. Per segment only ‖x‖², x·b and ‖b‖² enter, so that no
 * perturbed input need be made.
 */
export function inputDistances(input: FloatTensor, baseline: FloatTensor, labels: LabelMap): Distances {
  const segments = segmentCount(labels);
  const original = new Float64Array(segments);
  const mixed = new Float64Array(segments);
  const replaced = new Float64Array(segments);
  const plane = sizeOf(labels.dims);
  for (let i = 0; i < input.data.length; i++) {
    const s = labels.data[i % plane];
    original[s] += input.data[i] * input.data[i];
    mixed[s] += input.data[i] * baseline.data[i];
    replaced[s] += baseline.data[i] * baseline.data[i];
  }
  const total = original.reduce((sum, v) => sum + v, 0);
  const choose = (row: ArrayLike<number>, kept: Float64Array, hidden: Float64Array): number =>
    kept.reduce((sum, value, s) => sum + (row[s] ? value : hidden[s]), 0);
  return {
    cosine: (row) => {
      const norms = Math.sqrt(total * choose(row, original, replaced));
      return norms > 0 ? 1 - choose(row, original, mixed) / norms : 1;
    },
    euclidean: (row) =>
      Math.sqrt(original.reduce((sum, value, s) => sum + (row[s] ? 0 : value - 2 * mixed[s] + replaced[s]), 0)),
  };
}

/**
 * Weight of a sample at a distance. `lime`: √exp(−d²/width²); `captum`: exp(−d²/(2 width²)), which is the same number.
 */
export function kernelWeight(distance: number, width: number): number {
  return Math.exp((-distance * distance) / (2 * width * width));
}
