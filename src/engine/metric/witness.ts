import type { EvidenceNumber } from '../../protocol/metric-evidence';
import type { FloatTensor } from '../tensor/tensor';

/** One input that a metric had judged. */
export interface Trial {
  /** What belongs together stands in one row. */
  readonly row?: string;
  /** What was done to the input. */
  readonly what: string;
  /** The values that were judged, [1, C, …]. */
  readonly input: FloatTensor;
  /** It differs too little from the image to be seen: what was added is shown. */
  readonly faint?: true;
  /** The map that was made of it, one value per position. */
  readonly map?: FloatTensor;
  /** What the metric used of it. */
  readonly number: number;
  readonly of: EvidenceNumber;
}

/** Positions that are exchanged step by step, and the score of every state. */
export interface Exchange {
  readonly from: FloatTensor;
  readonly to: FloatTensor;
  /** Positions, in the order in which they are exchanged. */
  readonly order: ArrayLike<number>;
  /** Exchanged at a time. */
  readonly step: number;
  readonly scores: Float64Array;
}

/** A part of the map against the object. */
export interface Region {
  readonly what: string;
  /** 0/1 per position, of a map that is cut. */
  readonly cut?: Uint8Array;
  /** What is summed, of a map that is weighed. */
  readonly weights?: Float32Array;
  /** 0/1 per position. */
  readonly object: Uint8Array;
}

/** Hears from a metric how it comes to its number: of the very values that it uses. */
export interface Witness {
  trial(trial: Trial): void;
  exchange(exchange: Exchange): void;
  region(region: Region): void;
}
