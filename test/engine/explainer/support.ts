import { explainerNetwork } from '../../../src/engine/explainer/network';
import { cellGrid } from '../../../src/engine/explainer/cells';
import { selectorModel } from '../../../src/engine/explainer/selector';
import type { LearnedExplainer } from '../../../src/engine/session/learned-explainer';
import { USUAL_EXPLAINER } from '../../../src/protocol/explainer';

const PLAN = { outputs: 3, hidden: [0], features: 2, approximates: true, draws: 'distinct', seed: 1 } as const;

/** An explainer that has learned nothing, for inputs [C, …] whose values reach `unit`. */
export function freshExplainer(inputDims: readonly number[], unit = 1): LearnedExplainer {
  const grid = cellGrid(inputDims);
  const each = (value: number): number[] => new Array<number>(inputDims[0]).fill(value);
  const { model } = explainerNetwork({ ...PLAN, grid, hidden: each(0), mean: each(0), deviation: each(unit) });
  return {
    model: selectorModel(model, grid),
    facts: {
      modelHash: '',
      choices: { ...USUAL_EXPLAINER, features: PLAN.features, cell: grid.cell },
      throughModel: true,
      cells: grid.count,
      data: { folder: 'drawn', inputs: 80 },
      faithfulness: { inputs: 20, model: 0.75, random: 0.5, approximator: 0.8 },
    },
  };
}
