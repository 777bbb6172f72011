import type { BoxTarget } from '../../protocol/task';
import type { OpenedModel } from '../model/opening';
import type { Score } from '../session/score';

/** A number to explain, and the network that has it. */
export interface ExplainedTarget {
  readonly model: OpenedModel;
  readonly score: Score;
  /** Where it is one of a box. */
  readonly box?: BoxTarget;
}
