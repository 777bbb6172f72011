import type { Dimension } from '../../../graph/model';
import { integers } from '../../../tensor/tensor';
import type { Feature } from '../../builder/feature';
import type { OperatorCall } from '../operator';

/** Larger lists are no lengths. */
const MOST = 64;

/** The numbers of a list or a single number as far as they are known: stored, or lengths of the image. */
export function contentsOf({ contents, constant, shape }: Feature): readonly Dimension[] | undefined {
  if (contents) return contents;
  return constant && shape.length <= 1 && constant.data.length <= MOST
    ? Array.from(constant.data as ArrayLike<number | bigint>, Number)
    : undefined;
}

/** A feature of lengths: a constant where all are known, else computed, with what is known beside it. */
export function lengths(
  builder: OperatorCall['builder'],
  contents: readonly Dimension[],
  shape: readonly number[],
  computed: () => string,
): Feature {
  if (contents.every((d): d is number => typeof d === 'number'))
    return { ...builder.constant(integers(contents, shape)), whole: true, contents };
  return { tensor: computed(), shape, moved: false, whole: true, contents };
}

/**
 * What an operator on two lists of lengths makes of them, where the first has a known one; lists of one number serve
 * for all.
 */
export function combinedContents(
  a: Feature,
  b: Feature,
  combine: (x: number, y: number) => number,
): readonly Dimension[] | undefined {
  const [x, y] = [contentsOf(a), contentsOf(b)];
  if (!x || !y || (x.length !== y.length && x.length !== 1 && y.length !== 1)) return undefined;
  const at = (list: readonly Dimension[], k: number): Dimension => list[list.length === 1 ? 0 : k];
  return Array.from({ length: Math.max(x.length, y.length) }, (_, k) => {
    const [p, q] = [at(x, k), at(y, k)];
    return typeof p === 'number' && typeof q === 'number' ? combine(p, q) : null;
  });
}
