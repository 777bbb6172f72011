import type { ExplainerChoices } from '../../protocol/explainer';
import { LensError } from '../../protocol/error';
import type { NetworkGraph } from '../session/graph';
import type { Answers } from './answers';
import { cellGrid, type CellGrid } from './cells';
import { learningNetwork, type LearningNetwork } from './learning';
import { canStandInside } from './model-in-network';
import { explainerNetwork, type ExplainerPlan } from './network';

/** What learns, and who answers by what is kept. */
export interface Learner extends LearningNetwork {
  readonly throughModel: boolean;
  readonly approximates: boolean;
}

/** The networks that learn, the model among them unless it is told not to be, or no gradient passes through it. */
export function learnerOf(
  plan: Omit<ExplainerPlan, 'approximates' | 'model'>,
  { approximator, ...pace }: Pick<ExplainerChoices, 'approximator' | 'learningRate'> & { readonly updates: number },
  loss: Answers['loss'],
  graph: NetworkGraph,
): Learner {
  const made = (approximates: boolean, model?: NetworkGraph): Learner => ({
    ...learningNetwork(explainerNetwork({ ...plan, approximates, model }), { loss, ...pace }),
    throughModel: model !== undefined,
    approximates,
  });
  if (approximator !== 'learned' && canStandInside(graph))
    try {
      return made(approximator === 'both', graph);
    } catch (thrown) {
      if (LensError.from(thrown).code !== 'not-differentiable') throw thrown;
    }
  return made(true);
}

/** @throws LensError where there are no more cells than are to be kept */
export function gridOf(inputDims: readonly number[], cell: number | undefined, features: number): CellGrid {
  const grid = cellGrid(inputDims, cell);
  if (features < grid.count) return grid;
  throw new LensError({
    code: 'invalid-argument',
    what: `${features} features are to be kept, and an input has ${grid.count}`,
    next: 'Keep fewer, or choose smaller cells',
  });
}
