import { LensError } from '../../../protocol/error';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { DetectorGeometry } from './layout';
import { placesAt } from './places';

/** Width and height of an anchor in pixels. */
export type AnchorSides = readonly [width: number, height: number];

/**
 * Width and height of the anchor of every proposal, [proposals, 2]: as the sidecar says, level by level or one by one, or
 * else `usual`, the finest level first.
 * @throws LensError where the anchors are not as many as the levels have
 */
export function anchorSides(
  { size, anchors }: Pick<DetectorGeometry, 'size' | 'anchors'>,
  strides: readonly number[],
  perPlace: number,
  usual: readonly AnchorSides[] | undefined,
): FloatTensor {
  const places = strides.map((stride) => placesAt(size, stride));
  const proposals = perPlace * places.reduce((all, count) => all + count, 0);
  if (anchors?.dims[1] === 4) return sidesOfCorners(anchors, proposals);
  const told = anchors ? pairsIn(anchors) : usual;
  if (told?.length !== strides.length * perPlace) throw wrongNumber(told?.length, strides.length, perPlace);
  const rows = places.flatMap((count, level) => {
    const own = told.slice(level * perPlace, (level + 1) * perPlace);
    return Array.from({ length: count }, () => own.flat()).flat();
  });
  return floats([proposals, 2], Float32Array.from(rows));
}

const pairsIn = ({ data, dims: [count] }: FloatTensor): AnchorSides[] =>
  Array.from({ length: count }, (_, k) => [data[2 * k], data[2 * k + 1]]);

function sidesOfCorners({ data, dims: [count] }: FloatTensor, proposals: number): FloatTensor {
  if (count !== proposals) throw wrongNumber(count, proposals, 1);
  const sides = Array.from({ length: count }, (_, k) => [
    data[4 * k + 2] - data[4 * k],
    data[4 * k + 3] - data[4 * k + 1],
  ]);
  return floats([count, 2], Float32Array.from(sides.flat()));
}

const wrongNumber = (told: number | undefined, levels: number, perPlace: number): LensError =>
  new LensError({
    code: 'invalid-argument',
    what:
      told === undefined
        ? `the anchors of ${levels} levels with ${perPlace} at each place are not known`
        : `there are ${told} anchors in place of ${levels * perPlace}`,
    next: 'Give width and height of each in pixels, the finest level first, as "anchors" below "detection" in the sidecar',
  });
