import type { MethodResult } from '../../protocol/method';
import type { PredictResult } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import type { TrustDescription, TrustMark } from '../../protocol/trust';
import type { AttributionMethod } from '../attribution/method';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { Network } from '../session/network';
import type { FloatTensor } from '../tensor/tensor';

/** What is explained otherwise than the map was. */
export interface Otherwise {
  readonly input?: FloatTensor;
  readonly network?: Network;
  readonly target?: TargetRequest;
  /** Added to the seed. */
  readonly seedsOn?: number;
}

/** A map to be checked, with what made it. */
export interface TrustSubject {
  readonly model: OpenedModel;
  readonly input: NetworkInput;
  readonly asked: TargetRequest;
  readonly predicted: PredictResult;
  readonly method: AttributionMethod;
  /** Whether another seed makes another map. */
  readonly isRandom: boolean;
  /** One value per position, [H, W] or [L]. */
  readonly map: FloatTensor;
  readonly completeness: MethodResult['completeness'];
  /** 0 or 1 per position; absent where nothing is marked. */
  readonly object?: ArrayLike<number>;
  /** What one more map costs, in u. */
  readonly passes: number;
  /** One value per position of the map that the same method makes otherwise. */
  explain(otherwise: Otherwise): Promise<FloatTensor>;
}

/** What was measured. */
export type Measured = Pick<TrustMark, 'passed' | 'value' | 'said' | 'why'>;

/** One reason to believe a map or not; a new one is one file and one line in the index. */
export interface TrustCheck extends TrustDescription {
  /** Whether there is anything to measure. */
  applies(subject: TrustSubject): boolean;
  /** Maps it makes, each as dear as the map itself. */
  readonly maps: number;
  measure(subject: TrustSubject): Promise<Measured>;
}

/** `r −0.11`: a correlation as a mark says it. */
export function coefficient(symbol: string, value: number): string {
  const text = value.toFixed(2);
  return `${symbol} ${Number(text) === 0 ? '0.00' : text.replace('-', '−')}`;
}
