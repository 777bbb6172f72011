import type { FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';

/** A layer's activation, and what the part after the layer reads beside it, [1, …] each. */
export interface LayerTensors {
  readonly activation: FloatTensor;
  readonly beside: Readonly<Record<string, FloatTensor>>;
}

/**
 * The tensors of a layer, from the forward pass every method shares.
 * @param held tensors that stay what they are, even those that depend on the layer
 */
export async function tensorsAt(
  { network, input, execution }: MethodContext,
  layer: string,
  held: readonly string[] = [],
): Promise<LayerTensors> {
  const names = network.parts.beside(layer, held);
  const [activation, ...others] = await network.remembered(input, [layer, ...names], execution);
  return { activation, beside: Object.fromEntries(names.map((name, k) => [name, others[k]])) };
}

/** The activation of a layer. */
export const activationAt = async (context: MethodContext, layer: string): Promise<FloatTensor> =>
  (await tensorsAt(context, layer)).activation;
