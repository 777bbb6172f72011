import { choice, number } from '../../parameter/kinds';
import { scoresOf } from '../../session/score';
import { floats } from '../../tensor/tensor';
import { layersOf } from '../layer';
import { defineMethod, type Attribution, type MethodContext } from '../method';
import type { Features } from '../feature-map/features';
import { camAttribution, meanOverLayers } from '../feature-map/aggregation';
import { weightedChannels } from '../feature-map/gradient-cam';
import { positionsOf } from '../feature-map/grid';
import {
  fusedFeatures,
  fusionParameter,
  isFused,
  layerFeatures,
  type FusedFeatures,
} from '../feature-map/layer-fusion';
import { maskedHeadScores } from '../feature-map/masked-head';
import { firstComponent } from '../feature-map/principal';
import { camParameters, type CamValues } from '../feature-map/upsampling';

interface AblationValues extends CamValues {
  readonly ratioChannelsToAblate: number;
  readonly ablationValue: number;
  readonly convention: 'absolute' | 'signed';
}

/**
 * weight_k = (f − f with channel k set to 0) / |f|: the sign of f must not turn the map over. A score of 0 divides
 * nothing.
 */
export const ablationCam = defineMethod({
  id: 'ablation-cam',
  label: 'Ablation-CAM',
  group: 'cam',
  paper: {
    authors: 'Desai & Ramaswamy',
    year: 2020,
    title: 'Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free Localization',
    url: 'https://doi.org/10.1109/WACV45572.2020.9093360',
  },
  shows: 'Channels weighted by how much the score falls without them: no gradient needed.',
  misleads: 'Channels that say the same cover for each other and get little weight.',
  needs: ['layer'],
  signed: true,
  unit: 'activation',
  params: [
    ...camParameters,
    number({
      name: 'ratioChannelsToAblate',
      label: 'Share of channels',
      default: 1,
      minimum: 0.01,
      maximum: 1,
      description:
        'Below 1 only the channels most and least like the main pattern are ablated; the others get no weight',
    }),
    number({
      name: 'ablationValue',
      label: 'Value of an ablated channel',
      default: 0,
      advanced: true,
    }),
    fusionParameter,
    choice({
      name: 'convention',
      label: 'Divide by',
      default: 'absolute',
      advanced: true,
      choices: [
        { value: 'absolute', label: 'the absolute score' },
        { value: 'signed', label: 'the score (turns the map over where it is negative)' },
      ],
    }),
  ],
  cost: ({ ratioChannelsToAblate }, { headShare, layerDims }) =>
    1 + Math.round((layerDims[0] ?? 0) * ratioChannelsToAblate) * headShare,
  async run(context) {
    return isFused(context)
      ? ablated(context, layersOf(context).join(), await fusedFeatures(context))
      : meanOverLayers(context, async (layer) => ablated(context, layer, await layerFeatures(context, layer)));
  },
});

/** @param name of the layer, or of all that are fused */
async function ablated(
  context: MethodContext<AblationValues>,
  name: string,
  { features, layers }: FusedFeatures,
): Promise<Attribution> {
  const { network, execution, score, input, params } = context;
  const chosen = await chosenChannels(context, features, params.ratioChannelsToAblate);
  const [whole] = scoresOf(await network.logits(input, execution), score);
  const scale = (params.convention === 'signed' ? whole : Math.abs(whole)) || 1;
  const weights = new Float64Array(features.channels);
  let first = 0;
  for (const read of layers) {
    const { channels } = read.layout;
    const own = chosen.map((channel) => channel - first).filter((channel) => channel >= 0 && channel < channels);
    const held = layers.map(({ layer }) => layer).filter((layer) => layer !== read.layer);
    const scores = await maskedHeadScores(
      context,
      { ...read, axis: 'channel', value: params.ablationValue, held },
      own.length,
      (i, mask) => {
        mask.fill(1);
        mask[own[i]] = 0;
      },
    );
    own.forEach((channel, i) => (weights[first + channel] = (whole - scores[i]) / scale));
    first += channels;
  }
  const cam = camAttribution(context, name, { ...features, values: weightedChannels(features, (k) => weights[k]) });
  return { ...cam, details: { ...cam.details, weights: floats([weights.length], Float32Array.from(weights)) } };
}

/** All channels, or those most and least similar (cosine) to the layer's first principal component, half of each. */
async function chosenChannels(context: MethodContext, features: Features, ratio: number): Promise<number[]> {
  const { channels, values } = features;
  const all = Array.from({ length: channels }, (_, k) => k);
  const half = Math.floor((channels * ratio) / 2);
  if (ratio >= 1 || half === 0) return all;
  const positions = positionsOf(features);
  const pattern = await firstComponent(context, features);
  const similarity = all.map((k) => {
    let product = 0;
    let square = 1e-12;
    for (let p = 0; p < positions; p++) {
      product += pattern[p] * values[k * positions + p];
      square += values[k * positions + p] ** 2;
    }
    return product / Math.sqrt(square);
  });
  const order = [...all].sort((a, b) => similarity[b] - similarity[a]);
  return [...order.slice(0, half), ...order.slice(-half)].sort((a, b) => a - b);
}
