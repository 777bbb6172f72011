import { choice, number } from '../../parameter/kinds';
import { scoresOf } from '../../session/score';
import { floats } from '../../tensor/tensor';
import { layerOf } from '../layer';
import { defineMethod, type MethodContext } from '../method';
import { featuresOf, layerLayout, type Features } from '../feature-map/features';
import { camAttribution } from '../feature-map/aggregation';
import { weightedChannels } from '../feature-map/gradient-cam';
import { activationAt } from '../derivation/layer-tensors';
import { maskedHeadScores } from '../feature-map/masked-head';
import { firstComponent } from '../feature-map/principal';
import { camParameters } from '../feature-map/upsampling';

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
    const { network, execution, score, input } = context;
    const layer = layerOf(context);
    const activation = await activationAt(context, layer);
    const layout = layerLayout(context, layer, activation.dims);
    const features = featuresOf(activation, layout);
    const chosen = await chosenChannels(context, features, context.params.ratioChannelsToAblate);
    const [whole] = scoresOf(await network.logits(input, execution), score);
    const scores = await maskedHeadScores(
      context,
      { layer, activation, layout, axis: 'channel' },
      chosen.length,
      (i, mask) => {
        mask.fill(1);
        mask[chosen[i]] = 0;
      },
    );
    const weights = new Float64Array(layout.channels);
    const scale = (context.params.convention === 'signed' ? whole : Math.abs(whole)) || 1;
    chosen.forEach((channel, i) => (weights[channel] = (whole - scores[i]) / scale));
    const cam = camAttribution(context, layer, {
      values: weightedChannels(features, (k) => weights[k]),
      height: layout.height,
      width: layout.width,
    });
    return { ...cam, details: { ...cam.details, weights: floats([weights.length], Float32Array.from(weights)) } };
  },
});

/** All channels, or those most and least similar (cosine) to the layer's first principal component, half of each. */
async function chosenChannels(context: MethodContext, features: Features, ratio: number): Promise<number[]> {
  const { channels, height, width, values } = features;
  const all = Array.from({ length: channels }, (_, k) => k);
  const half = Math.floor((channels * ratio) / 2);
  if (ratio >= 1 || half === 0) return all;
  const positions = height * width;
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
