import { LensError } from '../../protocol/error';
import type { AttributionMethod } from '../attribution/method';
import { hasExternal, isDifferentiable, isExternal } from '../graph/external';
import type { Network } from '../session/network';

type Described = Pick<AttributionMethod, 'label' | 'needs' | 'spatialAxes' | 'look'>;

/** Why a method cannot run on a network; undefined where it can, as far as can be told before it runs. */
export const refusal = (method: Described, network: Network): LensError | undefined =>
  refusalOfVolumes(method, network) ?? refusalOfWhole(method, network) ?? refusalOfParts(method, network);

function refusalOfVolumes({ label, spatialAxes }: Described, { graph }: Network): LensError | undefined {
  const [, ...positions] = graph.inputDims;
  if (spatialAxes === undefined || positions.length <= spatialAxes) return undefined;
  return new LensError({
    code: 'unsupported-model',
    what: `${label} takes images and signals, but the model takes volumes of ${positions.join(' × ')}`,
    next: 'Choose a method that takes volumes, such as gradient, integrated gradients or occlusion',
  });
}

/** What a method needs is not there where another runtime runs the network as a whole. */
function refusalOfWhole({ label, needs }: Described, network: Network): LensError | undefined {
  const { model, software } = network;
  if (!hasExternal(model)) return undefined;
  if (needs.includes('operators') || needs.includes('layer')) {
    return new LensError({
      code: 'unsupported-model',
      what: `${label} looks inside the network, but ${software} runs it as a whole`,
      next: 'Choose a perturbation method, or convert the model to ONNX with tf2onnx',
    });
  }
  if (!needs.includes('gradient') || model.graph.nodes.every((node) => !isExternal(node) || isDifferentiable(node)))
    return undefined;
  return new LensError({
    code: 'not-differentiable',
    what: `${label} needs gradients, but ${software} runs the network forward only`,
    next: 'Choose a perturbation method, or convert the model to ONNX with tf2onnx',
  });
}

/** What the method looks for is not in the graph, such as attention in a network of convolutions. */
function refusalOfParts({ look }: Described, network: Network): LensError | undefined {
  try {
    look?.(network);
    return undefined;
  } catch (thrown) {
    return LensError.from(thrown);
  }
}
