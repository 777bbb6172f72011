import type { ExplainerFacts } from '../../protocol/explainer';
import type { Model } from '../graph/model';

/** What was learned to tell at once which features of an input a model decides by. */
export interface LearnedExplainer {
  /** From an input [N, …] to the logit of every cell, [N, cells], and the share of each position, [N, 1, …]. */
  readonly model: Model;
  readonly facts: ExplainerFacts;
}

/** Names of its tensors. */
export const EXPLAINER = Object.freeze({ input: 'input', cells: 'cells', shares: 'shares' });
