import type { Ladder, LadderRequest, LadderRung } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import { methods } from '../attribution';
import type { GradientCam } from '../attribution/feature-map/gradient-cam';
import { gradientAtInput } from '../attribution/derivation/gradients';
import { Draws } from '../attribution/draws';
import type { AttributionMethod, MethodContext } from '../attribution/method';
import { completed } from '../parameter/values';
import { layersOf } from '../graph/layers';
import { stagesOf } from '../graph/stages';
import { Execution } from '../session/execution';
import { row, type FloatTensor } from '../tensor/tensor';
import { predict, scoreFor, targetIndex, type JobOptions } from './explanation';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';

const isGradientCam = (method: AttributionMethod): method is GradientCam => 'combine' in method;

/** Ids of the methods a ladder can show. */
export const ladderMethods: readonly string[] = Object.freeze(methods.filter(isGradientCam).map((m) => m.id));

/**
 * One CAM method at every convolutional stage: one forward and one backward pass give the activations and gradients of
 * all.
 */
export async function ladder(
  model: OpenedModel,
  input: NetworkInput,
  request: LadderRequest,
  options: JobOptions = {},
): Promise<Ladder> {
  const start = performance.now();
  const method = gradientCamOf(request.method ?? 'grad-cam');
  const { network } = model;
  const predicted = await predict(model, input, options);
  const execution = new Execution(options.signal, options.lane);
  const context: MethodContext = {
    network,
    input: input.tensor,
    score: scoreFor(targetIndex(request.target, predicted), predicted),
    params: completed(method.params, {}),
    draws: new Draws(0),
    files: {},
    execution,
    report: () => undefined,
  };
  const tensors = stagesOf(network.model, network.graph.logits).map((stage) => stage.tensor);
  if (tensors.length === 0)
    throw new LensError({
      code: 'unsupported-model',
      what: 'the network has no convolutional stage with spatial extent',
      next: 'Choose a layer by hand',
    });
  const { gradients, captures } = await gradientAtInput(context, { wrt: tensors, captures: tensors });
  const known = new Map(layersOf(network.model).map((layer) => [layer.tensor, layer]));
  const rungs: LadderRung[] = [];
  for (const [k, tensor] of tensors.entries()) {
    const map = await method.combine(context, tensor, single(captures[k]), single(gradients[k]));
    const layer = known.get(tensor);
    rungs.push({
      tensor,
      name: model.recipe.layers[tensor] ?? layer?.name ?? tensor,
      module: layer?.module,
      shape: captures[k].dims.slice(1),
      automatic: tensor === network.graph.camLayer,
      map: { dims: [1, map.height, map.width], data: Float32Array.from(map.values) },
    });
  }
  return {
    method: method.id,
    rungs,
    forwardPasses: execution.spent.forward,
    backwardPasses: execution.spent.backward,
    seconds: (performance.now() - start) / 1000,
  };
}

const single = (tensor: FloatTensor): FloatTensor => row(tensor, 0);

function gradientCamOf(id: string): GradientCam {
  const method = methods.find((m) => m.id === id);
  if (method && isGradientCam(method)) return method;
  throw new LensError({
    code: 'invalid-argument',
    what: `the layer ladder cannot show ${id}`,
    next: `Choose one of ${ladderMethods.join(', ')}`,
  });
}
