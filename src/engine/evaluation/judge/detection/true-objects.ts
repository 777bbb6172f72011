import type { TrueBoxes } from '../../../dataset/annotation/true-box';
import type { Corners } from '../../../../protocol/task';

/** An object of an input, its class by the numbers of one model. */
interface TrueObject {
  readonly index: number;
  readonly corners: Corners;
  /** Found or not, it does not count. */
  readonly isAside: boolean;
  /** In square pixels, where it is not that of the box. */
  readonly area?: number;
}

/** All objects of an input. */
export interface TrueObjects {
  readonly objects: readonly TrueObject[];
  readonly unit: TrueBoxes['unit'];
}

/** One whose corners and area are in pixels of the image. */
export type PlacedObject = Required<TrueObject>;

/** Corners and areas in pixels of the image. */
export function objectsInPixels(
  { objects, unit }: TrueObjects,
  { width, height }: { readonly width: number; readonly height: number },
): PlacedObject[] {
  const [across, down] = unit === 'shares' ? [width, height] : [1, 1];
  return objects.map(({ corners, area, ...object }) => {
    const [left, top, right, bottom] = corners;
    const own: Corners = [left * across, top * down, right * across, bottom * down];
    return { ...object, corners: own, area: area ?? (own[2] - own[0]) * (own[3] - own[1]) };
  });
}
