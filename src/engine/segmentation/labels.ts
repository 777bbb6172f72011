import { LensError } from '../../protocol/error';
import { sizeOf, type Tensor } from '../tensor/tensor';
import type { LabelMap } from './segmenter';

/** A label map over `dims` whose numbers run 0..n−1 in the order of the given non-negative labels. */
export function consecutive(labels: Int32Array, dims: readonly number[]): LabelMap {
  let highest = 0;
  for (const label of labels) if (label > highest) highest = label;
  const numbers = new Int32Array(highest + 1);
  for (const label of labels) numbers[label] = 1;
  let next = 0;
  for (let label = 0; label <= highest; label++) numbers[label] = numbers[label] ? next++ : -1;
  return { type: 'int32', dims, data: labels.map((label) => numbers[label]) };
}

/** How many segments a map with labels 0..n−1 has. */
export function segmentCount(labels: { readonly data: Iterable<number> }): number {
  let highest = -1;
  for (const label of labels.data) if (label > highest) highest = label;
  return highest + 1;
}

/** Pixels of each segment. */
export function segmentSizes(labels: LabelMap): Int32Array {
  const sizes = new Int32Array(segmentCount(labels));
  for (const label of labels.data) sizes[label]++;
  return sizes;
}

/**
 * A label map from a file, laid over an input of the given spatial shape; leading axes of length 1 are dropped and
 * labels are renumbered to 0..n−1 in their order.
 * @throws LensError `wrong-shape` when the map has another size
 */
export function labelsFrom(map: Tensor, spatial: readonly number[]): LabelMap {
  const trimmed = map.dims.slice(Math.max(0, map.dims.length - spatial.length));
  if (map.data.length !== sizeOf(spatial) || trimmed.some((d, axis) => d !== spatial[axis])) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the label map is [${map.dims.join(', ')}] but the input is ${spatial.join(' × ')}`,
      next: 'Give one label per position of the preprocessed input',
    });
  }
  const present = [...new Set(Array.from(map.data, Number))].sort((a, b) => a - b);
  const numbers = new Map(present.map((label, index) => [label, index]));
  return {
    type: 'int32',
    dims: [...spatial],
    data: Int32Array.from(map.data as ArrayLike<number>, (label) => numbers.get(Number(label)) as number),
  };
}

/** 1 where a pixel's right or lower neighbour belongs to another segment: lines to draw over the image. */
export function boundaries(labels: LabelMap): Tensor<Uint8Array> {
  const [height, width] = labels.dims.length === 1 ? [1, labels.dims[0]] : labels.dims;
  const marks = new Uint8Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const right = x + 1 < width && labels.data[i + 1] !== labels.data[i];
      const below = y + 1 < height && labels.data[i + width] !== labels.data[i];
      marks[i] = right || below ? 1 : 0;
    }
  }
  return { type: 'uint8', dims: labels.dims, data: marks };
}
