import type { LayerCam, LayerOverview, LayerOverviewRequest } from '../../protocol/layer-overview';
import { LensError } from '../../protocol/error';
import { methods } from '../attribution';
import type { GradientCam } from '../attribution/feature-map/gradient-cam';
import { gradientAtInput } from '../attribution/derivation/gradients';
import type { AttributionMethod } from '../attribution/method';
import { layersOf } from '../graph/layers';
import { stagesOf } from '../graph/stages';
import type { NetworkInput } from '../image/input';
import { layerLabel, nicknameOf } from '../image/nickname';
import type { OpenedModel } from '../model/opening';
import { completed } from '../parameter/values';
import type { JobOptions } from '../session/execution';
import { row } from '../tensor/tensor';
import { methodContext } from './context';
import { predict } from './prediction';
import { requestedTarget } from './target';

const isGradientCam = (method: AttributionMethod): method is GradientCam => 'combine' in method;

/** Ids of the methods that a layer overview can show. */
export const overviewMethods: readonly string[] = Object.freeze(methods.filter(isGradientCam).map((m) => m.id));

/**
 * One CAM method at every convolutional stage: one forward and one backward pass give the activations and gradients of
 * all.
 */
export async function layerOverview(
  model: OpenedModel,
  input: NetworkInput,
  request: LayerOverviewRequest,
  options: JobOptions = {},
): Promise<LayerOverview> {
  const start = performance.now();
  const method = gradientCam(request.method ?? 'grad-cam');
  const asked = await requestedTarget(model, input, request, await predict(model, input, options), options);
  const { network } = asked.model;
  const given = await methodContext({ ...asked, input }, { method: method.id, params: {} }, options);
  const context = { ...given, params: completed(method.params, {}) };
  const tensors = stagesOf(network.model, network.graph.logits).map((stage) => stage.tensor);
  if (tensors.length === 0)
    throw new LensError({
      code: 'unsupported-model',
      what: 'the network has no convolutional stage with spatial extent',
      next: 'Choose a layer by hand',
    });
  const { gradients, captures } = await gradientAtInput(context, { wrt: tensors, captures: tensors });
  const known = new Map(layersOf(network.model).map((layer) => [layer.tensor, layer]));
  const layers: LayerCam[] = [];
  for (const [k, tensor] of tensors.entries()) {
    const map = await method.combine(context, tensor, row(captures[k], 0), row(gradients[k], 0));
    const layer = known.get(tensor);
    layers.push({
      tensor,
      label: layerLabel(model.recipe, { ...layer, tensor }),
      name: nicknameOf(model.recipe, tensor) ?? layer?.name ?? tensor,
      module: layer?.module,
      shape: captures[k].dims.slice(1),
      automatic: tensor === network.graph.camLayer,
      map: { dims: [1, map.height, map.width], data: Float32Array.from(map.values) },
    });
  }
  return {
    method: method.id,
    layers,
    forwardPasses: context.execution.spent.forward,
    backwardPasses: context.execution.spent.backward,
    seconds: (performance.now() - start) / 1000,
  };
}

function gradientCam(id: string): GradientCam {
  const method = methods.find((m) => m.id === id);
  if (method && isGradientCam(method)) return method;
  throw new LensError({
    code: 'invalid-argument',
    what: `the layer overview cannot show ${id}`,
    next: `Choose one of ${overviewMethods.join(', ')}`,
  });
}
