import type { Examples } from '../data/examples';
import { imageRecipe } from '../data/decoded';
import type { Recipe } from '../../../protocol/recipe';

/** Images are brought from 0 … 1 to about −2 … 2 before a network sees them; signals are as they are. */
const [MEAN, DEVIATION] = [0.5, 0.25];

/** What a network is given of a value. */
export const prepared = (value: number, kind: Examples['kind']): number =>
  kind === 'images' ? (value - MEAN) / DEVIATION : value;

/** The recipe beside a network that was trained, which makes of an image what it was trained on. */
export function trainedRecipe({ kind, dims, classes }: Examples): Recipe {
  const common = { labels: [...classes], output: 'logits', outputKind: 'logits' } as const;
  if (kind === 'signals') return common;
  const own = imageRecipe([dims[1], dims[2]], dims[0] === 1 ? 'gray' : 'rgb');
  return { ...own, mean: own.mean.map(() => MEAN), std: own.std.map(() => DEVIATION), ...common };
}
