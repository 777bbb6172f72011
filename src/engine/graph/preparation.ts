import { withSymbolicBatch, type Batching } from './batch';
import { withFirstAxis } from './batch/missing';
import { folded, foldedSmall, type Evaluate } from './folding';
import type { Model } from './model';
import { withShapes } from './shapes';
import { upgraded } from './upgrade';

/** What preparing a model found out, and the model as all later code expects it. */
export type PreparedModel = Batching;

/**
 * The one way from a model as it was read to one that can be differentiated: operator set OPSET, functions inlined,
 * constant sub-graphs as weights, a free batch axis, the shape of every tensor.
 * @param evaluate runs a model without inputs: what ONNX Runtime is for
 */
export async function prepareModel(model: Model, evaluate: Evaluate): Promise<PreparedModel> {
  return batchable(await folded(upgraded(model), evaluate));
}

/** As `prepareModel`, for models whose constants are small enough to be folded without running anything. */
export function prepareWithoutRunning(model: Model): Model {
  return batchable(foldedSmall(upgraded(model))).model;
}

function batchable(model: Model): PreparedModel {
  const completed = withFirstAxis(model);
  if (!completed) return withSymbolicBatch(model);
  const reason = `its input ${model.graph.inputs[0].name} has no axis of images`;
  return { model: withShapes(completed), batched: false, changes: [], reason };
}
