import { integer } from '../parameter/kinds';
import { defineSegmenter, type LabelMap } from './segmenter';

/**
 * Equal cells, blind to the image: the baseline every superpixel method should beat, and the choice for any input
 * shape.
 */
export const grid = defineSegmenter({
  id: 'grid',
  label: 'Grid',
  paper: 'Zeiler and Fergus 2014, Visualizing and understanding convolutional networks',
  params: [
    integer({ name: 'rows', label: 'Rows', default: 7, minimum: 1, maximum: 256 }),
    integer({ name: 'columns', label: 'Columns', default: 7, minimum: 1, maximum: 256 }),
  ],
  segment(image, params) {
    return gridLabels(image.dims.slice(1), params.rows, params.columns);
  },
});

/** Cell of every position, sizes differing by at most one; a signal `[L]` is cut into `columns` pieces. */
export function gridLabels(spatial: readonly number[], rows: number, columns: number): LabelMap {
  const [height, width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
  const down = Math.min(rows, height);
  const across = Math.min(columns, width);
  const data = new Int32Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y * down) / height);
    for (let x = 0; x < width; x++, i++) data[i] = row * across + Math.floor((x * across) / width);
  }
  return { type: 'int32', dims: [...spatial], data };
}
