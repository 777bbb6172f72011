import { withInputs, withOutputs } from '../../graph/rewriting';
import { outputGradientOf } from '../../session/score';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import { differentiated, gradientName, OUTPUT_GRADIENT } from '../derivation/derivative';
import type { MethodContext } from '../method';

/** A layer's activations and the gradient of the score with respect to them, [1, …] each. */
export interface LayerState {
  readonly activation: FloatTensor;
  readonly gradient: FloatTensor;
}

/**
 * The activation of a layer, from the forward pass every method shares.
 */
export async function activationAt(context: MethodContext, layer: string): Promise<FloatTensor> {
  return (await context.network.remembered(context.input, [layer], context.execution))[0];
}

/**
 * The gradient of the score at a layer: only the part of the network after it is run, forward and backward,
 * from the activations of the shared forward pass.
 */
export async function layerState(context: MethodContext, layer: string): Promise<LayerState> {
  const { network, execution, score, input } = context;
  const activation = await activationAt(context, layer);
  const from = network.outputOf(score.kind);
  const program = await network.program(`head-gradient:${from}:${layer}`, () =>
    differentiated(withInputs(withOutputs(network.model, [from]), [layer]), from, { wrt: [layer] }),
  );
  const outputs = await execution.run(program, {
    [layer]: activation,
    [network.graph.input]: input,
    [OUTPUT_GRADIENT]: outputGradientOf(score, [1, ...network.graph.logitsDims]),
  });
  return { activation, gradient: asFloats(outputs[gradientName(layer)]) };
}
