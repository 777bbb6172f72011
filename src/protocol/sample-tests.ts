import type { ErrorReport } from './error';
import type { MethodRequest } from './method';

/** A labelled input of a folder. */
export interface LabelledSample {
  /** Path relative to the folder, with `/`. */
  readonly name: string;
  readonly label: string;
  /** There is a mask of its object. */
  readonly masked: boolean;
}

export interface LabelledSamples {
  readonly samples: readonly LabelledSample[];
  readonly labelling: string;
  /** Files that take no part. */
  readonly leftOut: number;
}

/** What a model says about one sample. */
export interface SampleVerdict {
  readonly expected: string;
  readonly predicted: string;
  /** Of the predicted class and of the expected one. */
  readonly probability: number;
  readonly expectedProbability: number;
  readonly right: boolean;
  /**
   * Intersection over union of the map and the object; null where it was not asked for, or there is no mask or an empty
   * one.
   */
  readonly iou: number | null;
  /** Whether the map's largest value lies in the object; null as above. */
  readonly hit: boolean | null;
  /** The map of the predicted class over the image as JPEG; null where none was made. */
  readonly heatmap: Uint8Array | null;
  readonly seconds: number;
}

/** Sent for every sample in turn. */
export type SampleEvent =
  | { readonly kind: 'started'; readonly name: string }
  | { readonly kind: 'tested'; readonly name: string; readonly verdict: SampleVerdict }
  | { readonly kind: 'failed'; readonly name: string; readonly error: ErrorReport };

export interface SampleTestRequest {
  readonly model: string;
  readonly folder: string;
  readonly labelling?: string;
  /** Names of samples. */
  readonly names: readonly string[];
  /** Explains the wrong ones; with `localise` all of them. */
  readonly method: MethodRequest;
  /** IoU and pointing game are wanted. */
  readonly localise: boolean;
}

/** The calls of the Testing view: name → arguments, answer, and events on the way. */
export interface SampleTestCalls {
  /** Runs nothing: labels are found, and brought to the model's classes. */
  'samples.list': {
    arguments: { model: string; folder: string; labelling?: string };
    answer: LabelledSamples;
    event: never;
  };
  'samples.test': { arguments: SampleTestRequest; answer: null; event: SampleEvent };
}
