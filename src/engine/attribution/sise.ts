import { LensError } from '../../protocol/error';
import type { Network } from '../session/network';
import { scoresOf } from '../session/score';
import { resizedMap } from '../tensor/resize';
import { floats, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';
import { gradientAtInput } from './gradients';
import type { AttributionMethod, MethodContext } from './method';
import { denseMask, maskFeeds } from './perturbation/dense-mask';
import { fingerprint } from './perturbation/fingerprint';
import { forwards } from './perturbation/forwards';
import { fused, fusions, scoreWeights, stretchedMap, type Fusion } from './perturbation/fusion';
import type { MaskKey } from './perturbation/sheet';

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
      const { map, warnings: early } = await layerMap(context, masks, (fraction) => context.report((k + fraction) / layers.length));
      maps.push(map);
      warnings.push(...early);
      details[`selected${k}`] = masks.channels;
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
  const all = [new Float64Array(maps[0].length), ...maps];
  const scores = new Float64Array(all.length);
  const name = fingerprint(...all.map((data) => ({ type: 'float64', dims: [data.length], data }) as const));
  await maskedScores({ ...context, report: () => undefined }, { count: all.length, name, at: (index) => all[index] }, (score, index) => (scores[index] = score));
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

/** Masks over the input's positions, made when asked for: at the input's size those of a broad layer would take gigabytes together. */
interface Masks {
  readonly count: number;
  /** Names the recipe: masks of equal names and keys are equal. */
  readonly name: string;
  /** Names mask `index` among all masks of the recipe; by default its index. */
  keyOf?(index: number): MaskKey;
  at(index: number): Float64Array;
}

/** Selected feature maps at the input's size, each stretched to 0..1, by channel; constant ones are left out. */
function masksOf(features: FloatTensor, selected: readonly number[], spatial: readonly number[]): Masks & { readonly channels: readonly number[] } {
  const from = features.dims.slice(2);
  const size = sizeOf(from);
  const plane = (dims: readonly number[]): [number, number] => (dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]]);
  const resized = (channel: number) => resizedMap(features.data.subarray(channel * size, (channel + 1) * size), plane(from), plane(spatial));
  const ranges = new Map(selected.map((channel) => [channel, rangeOf(resized(channel))]));
  const channels = selected.filter((channel) => ranges.get(channel)!.high > ranges.get(channel)!.low);
  // Keyed by channel: for another class, or another threshold, most of them need not be run again.
  return { channels, count: channels.length, name: fingerprint(features), keyOf: (index) => channels[index], at: (index) => stretch(resized(channels[index]), ranges.get(channels[index])!) };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

// Loops by index here and below: a call per element takes ten times as long, and there is a map per channel.

function rangeOf(map: Float64Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < map.length; i++) {
    low = Math.min(low, map[i]);
    high = Math.max(high, map[i]);
  }
  return { low, high };
}

/** The range to 0..1, in place. */
function stretch(map: Float64Array, { low, high }: Range): Float64Array {
  for (let i = 0; i < map.length; i++) map[i] = (map[i] - low) / (high - low);
  return map;
}

/** Σ score(x · m) m / Σm over a layer's masks, stretched to 0..1. */
async function layerMap(context: MethodContext, masks: Masks, report: (fraction: number) => void) {
  const sum = new Float64Array(sizeOf(context.input.dims.slice(2)));
  if (masks.count === 0) return { map: sum, warnings: ['A layer has no channel with a positive gradient.'] };
  const { warnings } = await maskedScores({ ...context, report }, masks, (score, index) => {
    const mask = masks.at(index);
    let total = 0;
    for (let i = 0; i < mask.length; i++) total += mask[i];
    const weight = score / total;
    for (let i = 0; i < sum.length; i++) sum[i] += weight * mask[i];
  });
  return { map: stretchedMap(sum) ?? sum, warnings };
}

/** Takes the scores of the input multiplied with masks, in order. */
function maskedScores(context: MethodContext, masks: Masks, take: (score: number, index: number) => void) {
  const positions = sizeOf(context.input.dims.slice(2));
  const feeds = (indices: readonly number[]) => {
    const batch = floats([indices.length, positions]);
    indices.forEach((index, n) => batch.data.set(masks.at(index), n * positions));
    return maskFeeds(batch);
  };
  return forwards(
    context,
    { ...masks, kind: denseMask, baseline: floats(context.input.dims), feeds },
    { take: (logits, start) => scoresOf(logits, context.score).forEach((score, n) => take(score, start + n)) },
  );
}
