import type { NamedMap } from './comparison';
import type { FloatMap } from './raster';

/** Where a model's image shows the object, [height, width] at the network's input size: 0 or 1. */
export interface FoundObject {
  readonly mask: FloatMap;
  /** The file it was read from. */
  readonly path: string;
}

/** How well a map points at the object. */
export interface ObjectScore {
  /** Intersection over union of the object and where the map is above a threshold. */
  readonly iou: number | null;
  /** Whether a largest value of the map lies in the object. */
  readonly hit: boolean;
  /** From the largest value to the object, in pixels of the network's input. */
  readonly distance: number | null;
}

export interface ObjectScores {
  /** In the order of the maps; null for a map of another size. */
  readonly scores: readonly (ObjectScore | null)[];
  readonly formulas: { readonly iou: string; readonly pointing: string };
}

/** The calls about object masks: name → arguments, answer, and events on the way. */
export interface ObjectCalls {
  /** The mask that belongs to an image: beside it, or in a folder `masks`; null where there is none. */
  'object.read': { arguments: { model: string; input: string }; answer: FoundObject | null; event: never };
  /** A mask painted at the network's size, as a PNG at the image's own: white where the object is. */
  'object.encode': {
    arguments: { model: string; input: string; mask: FloatMap };
    answer: { readonly png: Uint8Array; readonly width: number; readonly height: number };
    event: never;
  };
  'object.score': { arguments: { maps: readonly NamedMap[]; mask: FloatMap }; answer: ObjectScores; event: never };
}
