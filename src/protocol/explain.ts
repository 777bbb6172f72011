import type { ErrorReport } from './error';
import type { DeviceId, Link } from './model';
import type { Paper } from './paper';
import type { Parameter, ParameterValues } from './parameter';
import type { ByteVolume, FloatMap, Raster } from './raster';
import type { BoxTarget, DetectedBoxes } from './task';

/** What of a network a method cannot do without. */
export type MethodNeed = 'gradient' | 'layer' | 'operators';

/** What the numbers of a map are. */
export type MapUnit =
  /** Parts of the score, or scores. */
  | 'score'
  /** Change of the score with the input, and its square. */
  | 'slope'
  | 'squaredSlope'
  /** Change of the score with an activation of the layer. */
  | 'layerSlope'
  /** Change of one activation with the input. */
  | 'neuronSlope'
  /** Weighted sums of a layer's activations. */
  | 'activation'
  /** Shares of the attention. */
  | 'attention'
  /** Shares of the score's variance. */
  | 'share'
  /** They compare with each other only. */
  | 'relative';

/** What a method looks like in pickers, forms, help and README. */
export interface MethodDescription {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly paper: Paper;
  /** One line: what the map shows. */
  readonly shows: string;
  /** One line: when it misleads. */
  readonly misleads: string;
  readonly needs: readonly MethodNeed[];
  readonly params: readonly Parameter[];
  /** Whether values carry a sign. */
  readonly signed: boolean;
  readonly unit: MapUnit;
  /** The map depends on the seed. */
  readonly random?: true;
  /** It rests on random masks that can be shown. */
  readonly masks?: true;
}

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

export interface MethodRequest {
  readonly method: string;
  readonly params: ParameterValues;
  readonly layer?: string;
  readonly seed?: number;
}

/** What a request will cost. */
export interface RequestCost {
  readonly method: string;
  /** Forward passes of one image, a backward pass counted as in the method's own results. */
  readonly expectedPasses: number;
  /** Requests that agree in it share forward passes: together they cost as much as the dearest. */
  readonly logitCache: string;
  /** Why the method cannot run on this model. */
  readonly unavailable?: string;
}

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

/** What a map of a method that was learned rests on. */
export interface MapBasis {
  /** From what it was learned, and how far it can be trusted there: one sentence. */
  readonly said: string;
  /** Share of inputs for which the model answers as before by what the method keeps (post-hoc accuracy). */
  readonly faithfulness: number;
}

/** What a method shows of an input beside the image, the others staying what they are. */
export interface MapBeside {
  /** Of the input. */
  readonly name: string;
  /** Null where the method gives none. */
  readonly map: FloatMap | null;
  /** Why there is none. */
  readonly reason?: string;
}

/** A finished or intermediate map. */
export interface MethodResult {
  readonly method: string;
  readonly params: ParameterValues;
  readonly seed: number;
  readonly layer: string | null;
  readonly device: DeviceId;
  /** The software that ran the network, human-readable. */
  readonly software?: string;
  /** Signed, not normalised: [C, H, W] or [C, L] at the input's size; CAMs have C = 1. */
  readonly map: FloatMap;
  /** Standard error of every value of the map, in its shape, of methods that estimate by sampling. */
  readonly standardError?: FloatMap;
  /** The number of every position's segment, [H, W] or [L], of methods that explain segments. */
  readonly segments?: FloatMap;
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  /** Forward passes the method rests on that the prediction or another method had run already. */
  readonly sharedPasses: number;
  /** The least this method can cost with these parameters, in forward passes of one image. */
  readonly leastPasses: number;
  readonly seconds: number;
  /** Sum of the map against what its axiom says it must be; null where the method has no such axiom. */
  readonly completeness: { readonly sum: number; readonly expected: number; readonly residual: number } | null;
  /** Of methods that fit a model around the input: R², the share of the scores' variation it explains. */
  readonly r2?: number;
  readonly basis?: MapBasis;
  /** Of models with several inputs, the maps of those that have any; their cost is part of that of the result. */
  readonly beside?: readonly MapBeside[];
  /** It was cancelled: the map rests on what had been run by then. */
  readonly stopped?: true;
  readonly warnings: readonly string[];
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

/** One CAM at every convolutional stage of the network. */
export interface LayerOverviewRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  /** A CAM method that weighs activations by gradients; Grad-CAM by default. */
  readonly method?: string;
}

/** The CAM at one convolutional stage. */
export interface LayerCam {
  /** The layer to choose for CAM cards. */
  readonly tensor: string;
  /** What it is called wherever it is shown, as in a model's description. */
  readonly label: string;
  readonly name: string;
  readonly module?: string;
  /** Channels, height, width. */
  readonly shape: readonly number[];
  /** Whether the network's automatic layer is this one. */
  readonly automatic: boolean;
  /** [1, h, w] on the layer's own grid: signed, not enlarged. */
  readonly map: FloatMap;
}

export interface LayerOverview {
  readonly method: string;
  /** In graph order. */
  readonly layers: readonly LayerCam[];
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  readonly seconds: number;
}
