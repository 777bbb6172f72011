import { boolean } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import type { FloatTensor } from '../../tensor/tensor';
import type { AttributionMethod, MethodContext } from '../method';
import { camAttribution, meanOverLayers, type RawMap } from './aggregation';
import { augmentParameter, meanOverVariants } from './augmentation';
import { featuresOf, layerLayout, type Features } from './features';
import { positionsOf } from './grid';
import { layerState } from './head';
import { firstComponent } from './principal';
import { camParameters } from './upsampling';

/** The weight of every element of a layer: weights[channel · positions + position], or one per channel. */
export type Weigh = (activation: Features, gradient: Features) => Float64Array;

const principalParameters = Object.freeze([...camParameters, augmentParameter] as const);

const parameters = Object.freeze([
  ...principalParameters,
  boolean({
    name: 'eigenSmooth',
    label: 'Main pattern only',
    default: false,
    advanced: true,
    description: 'The first principal component of the weighted activations instead of their sum',
  }),
] as const);

type Parameters = typeof parameters | typeof principalParameters;

export interface GradientCam extends AttributionMethod<Parameters> {
  /** The map of one layer from its activations and gradients, [1, …] each. */
  combine(
    context: MethodContext<ValuesOf<Parameters>>,
    layer: string,
    activation: FloatTensor,
    gradient: FloatTensor,
  ): Promise<RawMap>;
}

/**
 * The methods that differ only in how they weigh a layer: the map is Σ_k weight · A over channels.
 * @param principal the map is the first principal component of the weighted activations in any case
 */
export function gradientCam(
  identity: Pick<AttributionMethod, 'id' | 'label' | 'paper' | 'shows' | 'misleads' | 'unit'>,
  weigh: Weigh,
  principal = false,
): GradientCam {
  const combine: GradientCam['combine'] = async (context, layer, activation, gradient) => {
    const layout = layerLayout(context, layer, activation.dims);
    const features = featuresOf(activation, layout);
    const weights = weigh(features, featuresOf(gradient, layout));
    const values =
      principal || context.params.eigenSmooth
        ? await firstComponent(context, weighted(features, weights))
        : channelSum(features, weights);
    return { ...features, values };
  };
  return Object.freeze<GradientCam>({
    ...identity,
    combine,
    group: 'cam',
    needs: ['gradient', 'layer'],
    signed: true,
    params: principal ? principalParameters : parameters,
    cost: ({ augmentSmooth }, { headShare }) => (augmentSmooth ? 6 : 1) * (1 + 2 * headShare),
    run: (context) =>
      meanOverLayers(context, async (layer) => {
        const raw = await meanOverVariants(context, async (variant) => {
          const { activation, gradient } = await layerState(variant, layer);
          return combine(variant, layer, activation, gradient);
        });
        return camAttribution(context, layer, raw);
      }),
  });
}

/** The weight of element i: its own, or its channel's. */
const weightAt =
  (weights: Float64Array, positions: number, size: number) =>
  (i: number): number =>
    weights[weights.length === size ? i : Math.floor(i / positions)];

function channelSum(features: Features, weights: Float64Array): Float64Array {
  const { values } = features;
  const positions = positionsOf(features);
  const weight = weightAt(weights, positions, values.length);
  const sum = new Float64Array(positions);
  for (let i = 0; i < values.length; i++) sum[i % positions] += weight(i) * values[i];
  return sum;
}

function weighted(features: Features, weights: Float64Array): Features {
  const { values } = features;
  const weight = weightAt(weights, positionsOf(features), values.length);
  return { ...features, values: values.map((value, i) => weight(i) * value) };
}

/** One weight per channel. */
export const perChannel = ({ channels }: Features, weightOf: (channel: number) => number): Float64Array =>
  Float64Array.from({ length: channels }, (_, k) => weightOf(k));

/** Σ_k weight_k A_k over positions. */
export const weightedChannels = (features: Features, weightOf: (channel: number) => number): Float64Array =>
  channelSum(features, perChannel(features, weightOf));

/** Σ over positions of `term` for one channel. */
export function spatialSum(features: Features, channel: number, term: (index: number) => number): number {
  const positions = positionsOf(features);
  let sum = 0;
  for (let i = channel * positions; i < (channel + 1) * positions; i++) sum += term(i);
  return sum;
}
