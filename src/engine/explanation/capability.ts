import { LensError } from '../../protocol/error';
import type { AttributionMethod } from '../attribution/method';
import { hasExternal, isDifferentiable, isExternal } from '../graph/external';
import type { Network } from '../session/network';

/**
 * Why a method cannot run on a network: what it needs is not there where another runtime runs the network as a whole.
 * Undefined where it can, as far as can be told before it runs.
 */
export function refusal(
  { label, needs }: Pick<AttributionMethod, 'label' | 'needs'>,
  network: Network,
): LensError | undefined {
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
