import type { ExplainerChoices } from '../../protocol/explainer';
import type { GraphBuilder } from '../graph/builder';
import { int } from '../graph/model';
import { EXPLAINER } from '../session/learned-explainer';
import type { CellGrid } from './cells';

/** Gumbel noise, [N, draws, cells], and the temperature of the draws. */
export const [NOISE, TEMPERATURE] = ['noise', 'temperature'];

interface SelectionPlan {
  readonly grid: CellGrid;
  readonly features: number;
}

/** A way to draw the cells that are shown while an explainer learns. */
interface Selection {
  /** Draws of noise per input. */
  draws(features: number): number;
  /**
   * @param noisy logits of the cells with noise, [N, draws, cells]
   * @returns how much each cell is shown, [N, cells]
   */
  append(builder: GraphBuilder, noisy: string, plan: SelectionPlan): string;
}

/**
 * The paper's: of `features` draws softmax((log p + G) / τ) the largest value per cell. Two draws may meet in a cell, so
 * that fewer are shown than are kept afterwards.
 */
const independent: Selection = {
  draws: (features) => features,
  append(builder, noisy) {
    const draws = builder.op('Softmax', [builder.op('Div', [noisy, TEMPERATURE])], { axis: int(2) });
    return builder.op('ReduceMax', [draws, builder.integers(1)], { keepdims: int(0) });
  },
};

/**
 * As many cells as are kept afterwards, those of largest logit with noise: what is drawn without putting back. A cell is
 * shown as much as σ((z − t) / τ) says, where t lies halfway between the last cell that is in and the first that is not.
 */
const distinct: Selection = {
  draws: () => 1,
  append(builder, noisy, { grid, features }) {
    const z = builder.op('Reshape', [noisy, builder.integers(-1, grid.count)]);
    const [largest] = builder.ops('TopK', [z, builder.integers(features + 1)], { axis: int(1) }, 2);
    const bounds = [features - 1, features + 1, 1].map((n) => builder.integers(n));
    const last = builder.op('Slice', [largest, ...bounds]);
    const threshold = builder.op('ReduceMean', [last, builder.integers(1)], { keepdims: int(1) });
    return builder.op('Sigmoid', [builder.op('Div', [builder.op('Sub', [z, threshold]), TEMPERATURE])]);
  },
};

const SELECTIONS: Readonly<Record<ExplainerChoices['draws'], Selection>> = Object.freeze({ distinct, independent });

/** Appends how much each cell is shown, [N, cells], from their logits. */
export function appendSelection(
  builder: GraphBuilder,
  { draws, ...plan }: SelectionPlan & Pick<ExplainerChoices, 'draws'>,
): string {
  const selection = SELECTIONS[draws];
  builder.input(NOISE, 'float32', ['batch', selection.draws(plan.features), plan.grid.count]);
  builder.input(TEMPERATURE, 'float32', []);
  const each = builder.op('Reshape', [EXPLAINER.cells, builder.integers(-1, 1, plan.grid.count)]);
  return selection.append(builder, builder.op('Add', [each, NOISE]), plan);
}

/** Draws of noise per input. */
export const drawsOf = ({ draws, features }: Pick<ExplainerChoices, 'draws' | 'features'>): number =>
  SELECTIONS[draws].draws(features);
