import { LensError } from '../../protocol/error';
import type { FeatureMaps } from '../../protocol/filters';
import { featuresOf, layerLayout, type Features } from '../attribution/feature-map/features';
import type { Execution } from '../session/execution';
import { row, type FloatTensor } from '../tensor/tensor';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { falling } from './order';

/** The feature maps of a layer for one input, with its channels by strength. */
export async function featureMaps(
  model: OpenedModel,
  input: NetworkInput,
  layer: string,
  execution: Execution,
): Promise<FeatureMaps> {
  const { channels, height, width, values } = await activations(model, input, layer, execution);
  const strengths = Float32Array.from({ length: channels }, (_, c) =>
    meanMagnitude(values.subarray(c * height * width, (c + 1) * height * width)),
  );
  // A copy: what the network remembers of the input must not cross the process boundary as one buffer.
  return {
    input: input.view.path,
    maps: { dims: [channels, height, width], data: values.slice() },
    strengths,
    order: falling(strengths),
  };
}

/**
 * A layer's values as channels over places; for a layer without places one each. @throws LensError when there is no
 * such tensor
 */
export async function activations(
  { network }: OpenedModel,
  input: NetworkInput,
  layer: string,
  execution: Execution,
): Promise<Features> {
  if (!network.model.graph.nodes.some((node) => node.outputs.includes(layer))) {
    throw new LensError({
      code: 'invalid-argument',
      what: `the model has no layer ${layer}`,
      next: 'Choose a layer of the list (saliency-lens info)',
    });
  }
  const [output] = await network.remembered(input.tensor, [layer], execution);
  const tensor: FloatTensor = output.dims.length > 2 ? row(output, 0) : output;
  if (tensor.dims.length < 3) return { channels: tensor.data.length, height: 1, width: 1, values: tensor.data };
  return featuresOf(tensor, layerLayout({ network, input: input.tensor }, layer, tensor.dims));
}

function meanMagnitude(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum / values.length;
}
