import type { ErrorReport } from './error';
import type { MethodRequest, MethodResult } from './method';
import type { ValueDifference } from './prediction';
import type { FloatMap } from './raster';
import type { BoxTarget } from './task';

/** What of an output is explained. */
export interface TargetRequest {
  /** A class index or label, or two of them as `A-B`; absent: the predicted class. */
  readonly target?: number | string;
  /** A class whose score is taken off that of the target: why the one and not the other. */
  readonly against?: number | string;
  /** 0/1 over the positions of a dense output; absent: the region predicted as the class. */
  readonly targetRegion?: FloatMap;
  /** Several classes or labels in place of one: the sum of their scores. */
  readonly group?: readonly (number | string)[];
  /** Explains by how far the target, or the sum of the group, is from a value. */
  readonly difference?: ValueDifference;
  /** Files to whose embeddings that of the image is compared, by the mean cosine or 1 less that. */
  readonly references?: { readonly files: readonly string[]; readonly measure: 'similarity' | 'distance' };
  /** A box of a detector; absent: the most confident one, of `target` where that is given. */
  readonly box?: BoxTarget;
}

export interface ExplainRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  readonly methods: readonly MethodRequest[];
  /** Behind all interactive requests. */
  readonly background?: true;
}

/** Sent while `explain` runs, one stream per method. */
export type ExplainEvent =
  | { readonly kind: 'started'; readonly index: number; readonly expectedPasses: number }
  | {
      readonly kind: 'progress';
      readonly index: number;
      readonly fraction: number;
      readonly map?: FloatMap;
      readonly passes: number;
      readonly seconds: number;
    }
  | { readonly kind: 'finished'; readonly index: number; readonly result: MethodResult }
  | { readonly kind: 'failed'; readonly index: number; readonly error: ErrorReport };

/** Some of the random masks behind a map. */
export interface MaskRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  /** As the map was asked for. */
  readonly request: MethodRequest;
  readonly first: number;
  readonly count: number;
}

/** Masks in the order in which they were drawn. */
export interface MaskPage {
  readonly first: number;
  /** How many the map rests on when it is complete. */
  readonly total: number;
  /** [n, H, W] or [n, L]: 255 where the input shows, 0 where the baseline does. */
  readonly masks: { readonly dims: readonly number[]; readonly data: Uint8Array };
  /** The target's score of the input under each mask. */
  readonly scores: readonly number[];
}
