import type { Axis } from '../draw/volume';

/** One plane of a volume by the axis that one looks along, or all three through one place. */
export type PlaneChoice = Axis | 'three';

/** Which part of a volume all images show. */
export interface VolumeView {
  /** Null: as suits the volume. */
  readonly plane: PlaneChoice | null;
  /** The place where the planes meet: how far along depth, height and width, from 0 to 1. */
  readonly at: readonly [depth: number, height: number, width: number];
  /** All cuts at once in place of one. */
  readonly projected: boolean;
  /** The channels shown as red, green and blue; null: as the recipe says, else the first three. */
  readonly composite: readonly number[] | null;
}

export const initialVolumeView: VolumeView = Object.freeze<VolumeView>({
  plane: null,
  at: [0.5, 0.5, 0.5],
  projected: false,
  composite: null,
});
