import { LensError } from '../../protocol/error';
import type { Network } from '../session/network';
import { scoresOf } from '../session/score';
import { resizedMap } from '../tensor/resize';
import { floats, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';
import { gradientAtInput } from './gradients';
import type { AttributionMethod, MethodContext } from './method';
import { denseMask, maskFeeds, picked } from './perturbation/dense-mask';
import { fingerprint } from './perturbation/fingerprint';
import { forwards } from './perturbation/forwards';
import { fused, fusions, scoreWeights, stretchedMap, type Fusion } from './perturbation/fusion';

/**
 * SISE: feature maps of several layers whose mean gradient is positive become masks; each layer's map is the sum of its masks
 * weighted by the masked inputs' scores; the layers' maps are fused from shallow to deep. Masks multiply the preprocessed input.
 */
export const sise: AttributionMethod = {
  id: 'sise',
  label: 'SISE',
  group: 'perturbation',
  paper: 'Sattarzadeh et al. 2021, Explaining convolutional neural networks through attribution-based input sampling and block-wise feature aggregation',
  shows: 'Where several layers agree, in the detail of the shallow ones.',
  misleads: 'The thresholds between layers can erase weak evidence; deep layers confine what shallow ones may show.',
  needs: ['gradient', 'operators'],
  signed: false,
  params: [
    { kind: 'layer', name: 'layers', label: 'Layers', description: 'Shallow to deep, separated by commas; empty: the input of every down-sampling step', default: null },
    { kind: 'number', name: 'mu', label: 'Least gradient', description: 'Channels need a mean gradient above this share of the largest', default: 0, minimum: 0, maximum: 0.99 },
    { kind: 'choice', name: 'fusion', label: 'Fusion', default: 'otsu', choices: fusions.map(({ id, label }) => ({ value: id, label })) },
  ],
  // About half of the channels have a positive mean gradient; which, only the gradient tells.
  cost: ({ fusion }, { stages }) => 2 + stages.reduce((sum, channels) => sum + channels / 2, 0) + (fusionOf(fusion).byScore ? stages.length + 1 : 0),
  async run(context) {
    const layers = layersOf(context);
    const { gradients, captures } = await gradientAtInput(context, { wrt: layers, captures: layers });
    const details: Record<string, Tensor | readonly number[]> = {};
    const warnings: string[] = [];
    const maps: Float64Array[] = [];
    for (const [k, features] of captures.entries()) {
      const means = channelMeans(gradients[k]);
      const threshold = Number(context.params.mu) * means.reduce((most, v) => Math.max(most, v), -Infinity);
      const positive = Array.from(means.keys()).filter((channel) => means[channel] > threshold);
      const masks = masksOf(features, positive, context.input.dims.slice(2));
      const { map, warnings: early } = await layerMap(context, [...masks.values()], (fraction) => context.report((k + fraction) / layers.length));
      maps.push(map);
      warnings.push(...early);
      details[`selected${k}`] = [...masks.keys()];
      details[`meanGradient${k}`] = { type: 'float64', dims: [means.length], data: means };
      details[`layerMap${k}`] = { type: 'float64', dims: context.input.dims.slice(2), data: map };
    }
    const fusion = fusionOf(context.params.fusion);
    const weights = fusion.byScore ? await weightsOf(context, maps) : undefined;
    if (weights) details.layerWeights = [...weights];
    if (fusion.byScore && !weights) warnings.push('No layer’s map raises the score over that of the empty input: all layers count alike.');
    return { map: floats([1, 1, ...context.input.dims.slice(2)], Float32Array.from(fused(maps, fusion, weights))), details, warnings };
  },
};

const fusionOf = (id: unknown): Fusion => fusions.find((fusion) => fusion.id === id) ?? fusions[0];

/** The layers' weights by the scores of the inputs masked with their maps. */
async function weightsOf(context: MethodContext, maps: readonly Float64Array[]): Promise<Float64Array | undefined> {
  const empty = new Float64Array(maps[0].length);
  const { scores } = await maskedScores({ ...context, report: () => undefined }, [empty, ...maps]);
  return scoreWeights(scores.subarray(1), scores[0]);
}

/** The layers asked for, or the last feature map of every resolution. */
function layersOf({ params, network }: MethodContext): string[] {
  const asked = typeof params.layers === 'string' ? params.layers.split(',').map((name) => name.trim()).filter(Boolean) : [];
  const layers = asked.length > 0 ? asked : stagesOf(network).map(({ tensor }) => tensor);
  const known = new Set(network.model.graph.nodes.flatMap((node) => node.outputs));
  const missing = layers.find((name) => !known.has(name));
  if (missing !== undefined) throw new LensError({ code: 'invalid-argument', what: `the model has no tensor ${missing}`, next: 'List them with saliency-lens info MODEL' });
  if (layers.length > 0) return layers;
  throw new LensError({ code: 'unsupported-model', what: 'the model has no feature maps', next: 'Choose RISE, which needs none' });
}

/** The last tensor `[N, C, …]` of each spatial size larger than one element, with its channels. */
export function stagesOf({ model, graph }: Network): { tensor: string; channels: number }[] {
  const last = new Map<string, { tensor: string; channels: number }>();
  for (const { outputs: [tensor] } of model.graph.nodes) {
    const shape = model.graph.values.get(tensor)?.shape;
    if (!shape || shape.length !== graph.inputDims.length + 1) continue;
    const [, channels, ...spatial] = shape;
    if (spatial.every((d) => typeof d === 'number') && spatial.some((d) => d !== 1)) last.set(spatial.join(), { tensor, channels: Number(channels) });
  }
  return [...last.values()];
}

function channelMeans(gradient: FloatTensor): Float64Array {
  const [, channels, ...spatial] = gradient.dims;
  const size = sizeOf(spatial);
  return Float64Array.from({ length: channels }, (_, c) => gradient.data.subarray(c * size, (c + 1) * size).reduce((sum, v) => sum + v, 0) / size);
}

/** Selected feature maps at the input's size, each stretched to 0..1, by channel; constant ones are left out. */
function masksOf(features: FloatTensor, selected: readonly number[], spatial: readonly number[]): Map<number, Float64Array> {
  const from = features.dims.slice(2);
  const size = sizeOf(from);
  const plane = (dims: readonly number[]): [number, number] => (dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]]);
  const masks = new Map<number, Float64Array>();
  for (const channel of selected) {
    const mask = stretchedMap(resizedMap(features.data.subarray(channel * size, (channel + 1) * size), plane(from), plane(spatial)));
    if (mask) masks.set(channel, mask);
  }
  return masks;
}

/** Σ score(x · m) m / Σm over a layer's masks, stretched to 0..1. */
async function layerMap(context: MethodContext, masks: readonly Float64Array[], report: (fraction: number) => void) {
  const sum = new Float64Array(sizeOf(context.input.dims.slice(2)));
  if (masks.length === 0) return { map: sum, warnings: ['A layer has no channel with a positive gradient.'] };
  const { scores, done, warnings } = await maskedScores({ ...context, report }, masks);
  masks.slice(0, done).forEach((mask, n) => {
    const weight = scores[n] / mask.reduce((total, v) => total + v, 0);
    for (let i = 0; i < sum.length; i++) sum[i] += weight * mask[i];
  });
  return { map: stretchedMap(sum) ?? sum, warnings };
}

/** Scores of the input multiplied with masks over its positions. */
async function maskedScores(context: MethodContext, masks: readonly Float64Array[]) {
  const table = floats([masks.length, masks[0].length], Float32Array.from(masks.flatMap((mask) => Array.from(mask))));
  const scores = new Float64Array(masks.length);
  const sampling = await forwards(
    context,
    { kind: denseMask, count: masks.length, baseline: floats(context.input.dims), name: fingerprint(table), feeds: (indices) => maskFeeds(picked(table, indices)) },
    { take: (logits, start) => scores.set(scoresOf(logits, context.score), start) },
  );
  return { ...sampling, scores };
}
