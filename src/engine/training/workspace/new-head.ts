import { GraphBuilder } from '../../graph/builder';
import { ints, type Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { appendClassifier } from '../networks/classifier';
import { Layers, type Layer } from '../networks/layers';
import type { FreshNetwork, NetworkFacts } from '../networks/network';
import type { LastFeatures } from './last-features';

/** Initializers that are no inputs came with this version of the format. */
const LEAST_IR = 4;

/**
 * A model that ends in a head for other classes: its features averaged over all places, each brought to one scale, and
 * one fully connected layer.
 * @param dims of the features without the batch axis
 * @returns the network whose head alone learns; `features` are what the head is given
 */
export function withNewHead(
  model: Model,
  { tensor, channelsLast }: LastFeatures,
  dims: readonly number[],
  facts: NetworkFacts,
): FreshNetwork & { readonly features: string } {
  const body = withOutputs(model, [tensor]);
  const builder = new GraphBuilder({ ...body, irVersion: Math.max(LEAST_IR, body.irVersion) });
  builder.clearOutputs();
  const layers = new Layers(builder, facts, { name: tensor, dims });
  const features = layers.flat(dims.length > 1 ? layers.mean(channelsFirst(layers, channelsLast)) : layers.input);
  appendClassifier(layers, layers.normalised(features), {}, facts.classes);
  return { ...layers.build(), features: features.name };
}

/** [N, C, …] of [N, …, C]. */
function channelsFirst(layers: Layers, channelsLast: boolean): Layer {
  const { name, dims } = layers.input;
  if (!channelsLast) return layers.input;
  const places = dims.map((_, axis) => axis + 1).slice(0, -1);
  const turned = layers.builder.op('Transpose', [name], { perm: ints([0, dims.length, ...places]) });
  return { name: turned, dims: [dims[dims.length - 1], ...dims.slice(0, -1)] };
}
