import type { Paper } from '../../protocol/paper';
import type { MapBasis, MapUnit, MethodNeed } from '../../protocol/method';
import type { NameOf, Schema, ValuesOf } from '../parameter/schema';
import type { Execution, JobOptions } from '../session/execution';
import type { Network } from '../session/network';
import type { Score } from '../session/score';
import type { FloatTensor, Tensor } from '../tensor/tensor';
import type { Loss } from './loss';
import type { Draws } from './draws';
import type { MaskSequence } from './masking/sequence';
import type { Window } from './masking/window-mask';

/** What a method may use for one explanation. @typeParam V the values of the parameters that are read */
export interface MethodContext<V = object> {
  readonly network: Network;
  /** The input, [1, C, H, W] or [1, C, L], preprocessed. */
  readonly input: FloatTensor;
  /** The number that is explained. */
  readonly score: Score;
  /** Complete and validated against the method's schema. */
  readonly params: V;
  /** The activation tensor asked for; undefined lets the method take the network's automatic layer. */
  readonly layer?: string;
  readonly draws: Draws;
  /** Arrays given by files: a baseline, segments. */
  readonly files: Readonly<Record<string, Tensor>>;
  /** Black and white per channel in the preprocessed space; absent for inputs that are no images. */
  readonly levels?: { readonly black: readonly number[]; readonly white: readonly number[] };
  /** Runs programs, counts their cost, stops when cancelled. */
  readonly execution: Execution;
  /** Tells how far the method is, with the map so far where it has one. */
  report(fraction: number, map?: FloatTensor): void;
}

/** Sum of the map against what the method's axiom says it must be. */
export interface Completeness {
  readonly sum: number;
  readonly expected: number;
}

export interface Attribution {
  /**
   * [1, C, H, W] or [1, C, L] for input attributions; [1, 1, …] at the input's size for CAMs; signed, not normalised.
   */
  readonly map: FloatTensor;
  /**
   * Of every value of the map, in its shape: how much it would still vary with the draws; of methods that estimate by
   * sampling.
   */
  readonly standardError?: FloatTensor;
  /** The layer used, where the method works at one. */
  readonly layer?: string;
  readonly completeness?: Completeness;
  /** What each operator lost of the sum on the way back, of methods that hand it from operator to operator. */
  readonly losses?: (options: JobOptions) => Promise<readonly Loss[]>;
  /** R² of the model whose weights the map shows: the share of the scores' variation it explains. */
  readonly r2?: number;
  /** What the map rests on besides the network, of methods that were learned. */
  readonly basis?: MapBasis;
  /** Everything else a user or a reference case may want: raw maps, segment values, curves. */
  readonly details?: Readonly<Record<string, Tensor | number | readonly number[]>>;
  readonly warnings?: readonly string[];
}

/** What the cost of a method depends on besides its parameters. */
export interface CostFacts {
  /** Share of the forward's multiply-accumulates after the layer. */
  readonly headShare: number;
  /** Channels and sides of the layer: height and width, of volumes depth before them. */
  readonly layerDims: readonly number[];
  readonly inputDims: readonly number[];
  /** Channels, of the last feature map of every resolution, that the score of a class reads. */
  readonly stages: readonly number[];
  /** What a pass of a learned explainer costs. */
  readonly explainerShare?: number;
  /** What forward passes on an image with each of some windows covered cost together. */
  windowCost?(windows: readonly Window[]): number;
  /** Segments of the input, once it has been cut. */
  readonly segments?: number;
}

/** The random masks behind a map, for those who want to see them. */
export interface DrawnMasks {
  readonly sequence: MaskSequence;
  /** Mask `index` over the input's positions, 1 where the input shows; valid until the next call. */
  mask(index: number): ArrayLike<number>;
}

/**
 * An attribution method: one file, one line in the registry.
 * @typeParam S its parameters, from which follow the types of the values it is given. The registry forgets them: whoever
 * takes a method from there completes values against its schema, which gives them the types that are expected here.
 */
export interface AttributionMethod<S extends Schema = Schema> {
  /** The id of the reference manifests. */
  readonly id: string;
  readonly label: string;
  readonly group: 'gradient' | 'cam' | 'relevance' | 'perturbation' | 'layer' | 'attention' | 'learned';
  readonly paper: Paper;
  /** One line: what the map shows. */
  readonly shows: string;
  /** One line: when it misleads. */
  readonly misleads: string;
  /**
   * `operators`: it looks at the nodes of the graph, so that a network which another runtime runs as a whole is closed
   * to it.
   */
  readonly needs: readonly MethodNeed[];
  /**
   * Looks for what it needs besides; nothing runs. Asked before the method is offered.
   * @throws LensError where the network does not have it
   */
  look?(network: Network): unknown;
  /** How many spatial axes of an input it takes at most: two, where it is not made for volumes. */
  readonly spatialAxes?: 2;
  /** Whether the map's values carry a sign. */
  readonly signed: boolean;
  /** What the map's values are. */
  readonly unit: MapUnit;
  /** Draws random numbers of its own, so that its map depends on the seed. */
  readonly random?: true;
  readonly params: S;
  /**
   * Parameters that only choose among the forward passes or evaluate them: maps that differ in nothing else share what
   * the dearest of them runs; budgets always are such.
   */
  readonly shared?: readonly NameOf<S>[];
  /** The least cost in forward passes of one image. */
  cost(params: ValuesOf<S>, facts: CostFacts): number;
  run(context: MethodContext<ValuesOf<S>>): Promise<Attribution>;
  /** The masks it draws, of methods that rest on whole random masks. */
  masks?(context: MethodContext<ValuesOf<S>>): DrawnMasks;
}

/** A method as it stands in its file: the values that it is given follow from its schema. */
export const defineMethod = <const S extends Schema>(method: AttributionMethod<S>): AttributionMethod<S> =>
  Object.freeze({ ...method, params: Object.freeze(method.params) });
