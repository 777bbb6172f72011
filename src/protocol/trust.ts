import type { MethodRequest, MethodResult } from './method';
import type { TargetRequest } from './explain';
import type { FloatMap } from './raster';

/** What a check of a map looks like in strips, settings and help. */
export interface TrustDescription {
  readonly id: string;
  /** One or two words. */
  readonly label: string;
  /** What it asks of the map, one sentence. */
  readonly question: string;
  /** What the number is, and up to where a map passes. */
  readonly formula: string;
}

/** What a check costs at most, in forward passes of one image. */
export interface TrustCost extends TrustDescription {
  readonly expectedPasses: number;
}

/** What a check found. */
export interface TrustMark extends TrustDescription {
  readonly passed: boolean;
  readonly value: number;
  /** The number as it is read, such as `ρ 0.12`. */
  readonly said: string;
  /** Of a map that fails: what it means, one sentence. */
  readonly why?: string;
  /** What it did cost, in forward passes of one image. */
  readonly passes: number;
}

/** What of a finished map is checked, and what a map of its kind costs. */
export type CheckedResult = Pick<
  MethodResult,
  'map' | 'completeness' | 'forwardPasses' | 'backwardPasses' | 'sharedPasses'
>;

/** A finished map, and which checks of it are wanted. */
export interface TrustRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  readonly request: MethodRequest;
  readonly result: CheckedResult;
  /** Where the object is, over the network's input; absent where nothing is marked. */
  readonly object?: FloatMap;
  /** Ids of the checks that are left out. */
  readonly without?: readonly string[];
  /** Checks that cost more than so many forward passes wait to be asked for. */
  readonly mostPasses?: number;
}

/** The marks of a map, and those that wait for being asked for. */
export interface TrustStrip {
  readonly marks: readonly TrustMark[];
  readonly waiting: readonly TrustCost[];
}

export type TrustEvent =
  | { readonly kind: 'planned'; readonly costs: readonly TrustCost[] }
  | { readonly kind: 'mark'; readonly mark: TrustMark };

/** The calls about whether to believe a map: name → arguments, answer, and events on the way. */
export interface TrustCalls {
  'trust.list': { arguments: null; answer: readonly TrustDescription[]; event: never };
  /** Makes the marks of a map, the cheapest first, behind all interactive requests. */
  'input.trust': { arguments: TrustRequest; answer: TrustStrip; event: TrustEvent };
}
