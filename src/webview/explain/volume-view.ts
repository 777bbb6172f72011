import type { Axis } from '../draw/volume';

/** Which part of a volume all images show. */
export interface VolumeView {
  readonly axis: Axis;
  /** How far along the axis, from 0 to 1. */
  readonly place: number;
  /** All cuts at once in place of one. */
  readonly projected: boolean;
  /** The channels shown as red, green and blue; null: as the recipe says, else the first three. */
  readonly composite: readonly number[] | null;
}

export const initialVolumeView: VolumeView = Object.freeze({ axis: 0, place: 0.5, projected: false, composite: null });
