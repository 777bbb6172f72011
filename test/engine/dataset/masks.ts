import { encodePng } from '../../../src/engine/image/overlay';
import { completeRecipe } from '../../../src/engine/image/recipe';

/** What the masks of these tests are read for: the second class, on an input of 4 × 4. */
export const recipe = completeRecipe({ fit: 'fill' }, [], { dims: [3, 4, 4] });
export const target = { label: 1, classes: 5 };

/** A grey image of the given values. */
export function png(values: readonly number[], width: number): Promise<Buffer> {
  const rgba = Uint8ClampedArray.from(values.flatMap((v) => [v, v, v, 255]));
  return encodePng({ width, height: values.length / width, rgba });
}
