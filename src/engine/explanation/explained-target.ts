import type { MethodRequest } from '../../protocol/method';
import type { BoxTarget } from '../../protocol/task';
import type { OpenedModel } from '../model/opening';
import type { Score } from '../session/score';

/** A number to explain, and the network that has it. */
export interface ExplainedTarget {
  readonly model: OpenedModel;
  readonly score: Score;
  /** The layer that suits it, where it has one of its own. */
  readonly layer?: string;
  /** Where it is one of a box. */
  readonly box?: BoxTarget;
}

/** A request at the layer it names, or at the one that suits the target. */
export const atOwnLayer = (request: MethodRequest, { layer }: ExplainedTarget): MethodRequest =>
  request.layer === undefined && layer !== undefined ? { ...request, layer } : request;
