import { outputGradientOf } from '../../session/score';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import { differentiated, gradientName, OUTPUT_GRADIENT } from '../derivation/derivative';
import { tensorsAt } from '../derivation/layer-tensors';
import type { MethodContext } from '../method';

/** A layer's activations and the gradient of the score with respect to them, [1, …] each. */
export interface LayerState {
  readonly activation: FloatTensor;
  readonly gradient: FloatTensor;
}

/**
 * The gradient of the score at a layer: only the part of the network after it is run, forward and backward,
 * from the activations of the shared forward pass.
 */
export async function layerState(context: MethodContext, layer: string): Promise<LayerState> {
  const { network, execution, score, input } = context;
  const { activation, beside } = await tensorsAt(context, layer);
  const from = network.outputOf(score.kind);
  const program = await network.program(`head-gradient:${from}:${layer}`, () =>
    differentiated(network.parts.head(layer, from), from, { wrt: [layer] }),
  );
  const outputs = await execution.run(program, {
    ...beside,
    [layer]: activation,
    [network.graph.input]: input,
    [OUTPUT_GRADIENT]: outputGradientOf(score, [1, ...network.graph.logitsDims]),
  });
  return { activation, gradient: asFloats(outputs[gradientName(layer)]) };
}
