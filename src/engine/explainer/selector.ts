import { GraphBuilder } from '../graph/builder';
import { int, type Model } from '../graph/model';
import { withOutputs } from '../graph/rewriting';
import { withShapes } from '../graph/shapes';
import { EXPLAINER } from '../session/learned-explainer';
import { appendPositions, type CellGrid } from './cells';
import { CELLS } from './network';

/** What is kept of an explainer that has learned: from an input to the logits of its cells, and their softmax where they lie. */
export function selectorModel(trained: Model, grid: CellGrid): Model {
  const builder = new GraphBuilder(withOutputs(trained, [CELLS]));
  builder.clearOutputs();
  builder.output(CELLS, EXPLAINER.cells, 'float32', ['batch', grid.count]);
  const shares = builder.op('Softmax', [EXPLAINER.cells], { axis: int(1) });
  appendPositions(builder, shares, grid, EXPLAINER.shares);
  builder.output(EXPLAINER.shares, EXPLAINER.shares, 'float32', ['batch', 1, ...grid.inputDims.slice(1)]);
  return withShapes(builder.build());
}
