import type { DeviceId, Link } from './model';
import type { ByteVolume, FloatMap, Raster } from './raster';
import type { DetectedBoxes } from './task';

export interface Prediction {
  readonly index: number;
  readonly label: string;
  /** What the model says: a probability, or an estimate. */
  readonly probability: number;
  readonly logit: number;
  /** Of an estimate, where the recipe says it. */
  readonly unit?: string;
  /** From which probability on the label counts as given, where labels stand beside each other. */
  readonly threshold?: number;
}

/** An estimate f as the target by how far it is from a value v: f − v, or |f − v|. */
export interface ValueDifference {
  readonly from: number;
  readonly absolute: boolean;
}

/** The input as a person sees it and as the network sees it. */
export interface InputView {
  readonly path: string;
  /** The image at the network's resolution; null for a signal or a tensor that is no image. */
  readonly image: Raster | null;
  /** A 1-D signal [channels, length]; null for images. */
  readonly signal: FloatMap | null;
  /** The axis of a map along which time steps lie, where the network reads its input so. */
  readonly timeAxis?: number;
  /** A volume at the network's resolution, or an image of more bands than there are colours (of depth 1). */
  readonly volume?: ByteVolume;
}

/** An input beside the image. */
export interface InputBesideView {
  readonly name: string;
  readonly image: Raster | null;
  /** A signal [channels, length], or a vector [1, length]. */
  readonly signal: FloatMap | null;
  /** What the numbers of a vector are called, where a table says. */
  readonly labels?: readonly string[];
  /** Name of the file it was read from. */
  readonly file?: string;
  /** It has maps of its own. */
  readonly explained: boolean;
}

/** A class at every position: height × width, of volumes depth × height × width. */
export interface DenseClasses {
  readonly depth?: number;
  readonly height: number;
  readonly width: number;
  /** All 0 where numbers stand at the positions. */
  readonly classes: Uint16Array;
  /** Numbers stand at the positions, each of which may be explained, and no classes. */
  readonly estimates?: true;
}

export interface PredictResult {
  readonly input: InputView;
  /** Those beside it, of models that have several. */
  readonly beside?: readonly InputBesideView[];
  /** All classes or labels, highest probability first; estimates in their own order. */
  readonly predictions: readonly Prediction[];
  /** What made their probabilities of their logits; a softmax where it is absent. */
  readonly link?: Link;
  /** The predicted class at every position of a dense output; null for classifiers. */
  readonly dense: DenseClasses | null;
  /** What a detector has found. */
  readonly boxes?: DetectedBoxes;
  readonly seconds: number;
  readonly device: DeviceId;
  /** The software that ran the network, human-readable. */
  readonly software?: string;
}
