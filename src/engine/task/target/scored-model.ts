import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';

/** The score as an output, [N, 1]. */
export const SCORE = 'lens:score';

/** A score written with a model's outputs: it adds nodes, and returns a tensor [N, 1]. */
export type ScoreExpression = (builder: GraphBuilder, outputs: readonly string[]) => string;

/**
 * The model with a score of its outputs as one more output: methods explain that number as they do a logit, so that
 * what can be asked of a model is not theirs to know.
 */
export function scoredModel(model: Model, expression: ScoreExpression): Model {
  const builder = new GraphBuilder(model, 'lens:');
  builder.output(
    expression(
      builder,
      model.graph.outputs.map(({ name }) => name),
    ),
    SCORE,
    'float32',
    ['batch', 1],
  );
  return builder.build();
}
