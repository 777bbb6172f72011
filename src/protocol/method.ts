import type { DeviceId } from './model';
import type { Paper } from './paper';
import type { Parameter, ParameterValues } from './parameter';
import type { FloatMap } from './raster';

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
