import { LensError } from '../../../protocol/error';
import { choicesOf, entryOf } from '../../parameter/entries';
import { choice, layer, number } from '../../parameter/kinds';
import { isScoreMap } from '../../graph/score-map';
import type { Network } from '../../session/network';
import { floats, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod, type MethodContext } from '../method';
import { featureMasks, LayerSum, maskedScores, singleMask, type MaskLayer } from '../masking/feature-masks';
import { fused, fusions, scoreWeights, type Fusion } from '../masking/fusion';
import { budgetParameters, type BudgetValues } from '../masking/sampling';

/**
 * SISE: feature maps of several layers whose mean gradient is positive become masks; each layer's map is the sum of its
 * masks weighted by the masked inputs' scores; the layers' maps are fused from shallow to deep. Masks multiply the
 * preprocessed input.
 */
export const sise = defineMethod({
  id: 'sise',
  label: 'SISE',
  group: 'perturbation',
  paper: {
    authors: 'Sattarzadeh, Sudhakar, Lem, Mehryar, Plataniotis, Jang, Kim, Jeong, Lee & Bae',
    year: 2021,
    title:
      'Explaining Convolutional Neural Networks through Attribution-Based Input Sampling and Block-Wise Feature Aggregation',
    url: 'https://arxiv.org/abs/2010.00672',
  },
  shows: 'Where several layers agree, in the detail of the shallow ones.',
  misleads: 'The thresholds between layers can erase weak evidence; deep layers confine what shallow ones may show.',
  needs: ['gradient', 'operators'],
  spatialAxes: 2,
  signed: false,
  unit: 'relative',
  params: [
    layer({
      name: 'layers',
      label: 'Layers',
      description: 'Shallow to deep, separated by commas; empty: the input of every down-sampling step',
    }),
    number({
      name: 'mu',
      label: 'Least gradient',
      description: 'Channels need a mean gradient above this share of the largest',
      default: 0,
      minimum: 0,
      maximum: 0.99,
    }),
    choice({
      name: 'fusion',
      label: 'Fusion',
      default: 'otsu',
      choices: choicesOf(fusions),
    }),
    ...budgetParameters,
  ],
  // About half of the channels have a positive mean gradient; which, only the gradient tells.
  cost: ({ fusion }, { stages }) =>
    2 +
    stages.reduce((sum, channels) => sum + Math.ceil(channels / 2), 0) +
    (fusionOf(fusion).byScore ? stages.length + 1 : 0),
  async run(context) {
    const layers = layersOf(context);
    const spatial = context.input.dims.slice(2);
    const { gradients, captures } = await gradientAtInput(context, { wrt: layers, captures: layers });
    const means = gradients.map(channelMeans);
    const masks = captures.map((features, k) => featureMasks(features, positive(means[k], context.params.mu), spatial));
    const sums = masks.map(({ enlargement }) => new LayerSum(enlargement));
    const fusion = fusionOf(context.params.fusion);
    let reached = 0;
    const small = () => sums.slice(0, reached).map((sum) => sum.scaled());
    const large = (maps: readonly Float64Array[]) => maps.map((map, k) => masks[k].enlargement.large(map));
    const joined = (found: readonly Float64Array[], weights?: Float64Array) =>
      floats([1, 1, ...spatial], Float32Array.from(fused(found, fusion, weights)));
    const take = (score: number, layer: number, index: number): void => {
      sums[layer].add(masks[layer].at(index), score);
      reached = layer + 1;
    };
    const { done, warnings: early } = await maskedScores(context, masks, take, () => joined(large(small())));
    // A run that was stopped has only reached some of the layers.
    if (done === masks.reduce((sum, { count }) => sum + count, 0)) reached = layers.length;
    const maps = small();
    const found = large(maps);
    const warnings = [
      ...masks
        .filter(({ count }) => count === 0)
        .map(() => 'A layer has no channel with a positive gradient whose map varies.'),
      ...early,
    ];
    if (found.length < layers.length)
      warnings.push(`Only the first ${found.length} of ${layers.length} layers were reached.`);
    const weights =
      fusion.byScore && !context.execution.signal?.aborted
        ? await weightsOf(
            context,
            maps.map((map, k) => singleMask(masks[k].enlargement, map)),
          )
        : undefined;
    if (fusion.byScore && !weights)
      warnings.push(
        'All layers count alike: no layer’s map raises the score over that of the empty input, or there was no time to tell.',
      );
    return {
      map: joined(found, weights),
      details: { ...detailsOf(means, masks, found, spatial), ...(weights && { layerWeights: [...weights] }) },
      warnings,
    };
  },
});

/** Channels whose mean gradient is above zero, or above the share `mu` of the largest. */
function positive(means: Float64Array, mu: number): number[] {
  const threshold = mu * means.reduce((most, v) => Math.max(most, v), -Infinity);
  return Array.from(means.keys()).filter((channel) => means[channel] > threshold);
}

function detailsOf(
  means: readonly Float64Array[],
  masks: readonly { readonly channels: readonly number[] }[],
  maps: readonly Float64Array[],
  spatial: readonly number[],
): Record<string, Tensor | readonly number[]> {
  const entries = maps.flatMap((map, k): [string, Tensor | readonly number[]][] => [
    [`selected${k}`, masks[k].channels],
    [`meanGradient${k}`, { type: 'float64', dims: [means[k].length], data: means[k] }],
    [`layerMap${k}`, { type: 'float64', dims: [...spatial], data: map }],
  ]);
  return Object.fromEntries(entries);
}

const fusionOf = (id: string): Fusion => entryOf(fusions, id, 'fusion');

/** The layers' weights by the scores of the input masked with the map of each. */
async function weightsOf(
  context: MethodContext<BudgetValues>,
  maps: readonly MaskLayer[],
): Promise<Float64Array | undefined> {
  const empty = singleMask(maps[0].enlargement, new Float64Array(sizeOf(maps[0].enlargement.from)));
  const scores = new Float64Array(1 + maps.length);
  const { done } = await maskedScores(
    { ...context, report: () => undefined },
    [empty, ...maps],
    (score, layer) => (scores[layer] = score),
  );
  return done === scores.length ? scoreWeights(scores.subarray(1), scores[0]) : undefined;
}

/** The layers asked for, or the last feature map of every resolution. */
function layersOf({ params, network }: MethodContext<{ readonly layers: string | null }>): string[] {
  const asked = (params.layers ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const layers = asked.length > 0 ? asked : stagesOf(network).map(({ tensor }) => tensor);
  const known = new Set(network.model.graph.nodes.flatMap((node) => node.outputs));
  const missing = layers.find((name) => !known.has(name));
  if (missing !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: `the model has no tensor ${missing}`,
      next: 'List them with saliency-lens info MODEL',
    });
  if (layers.length > 0) return layers;
  throw new LensError({
    code: 'unsupported-model',
    what: 'the model has no feature maps',
    next: 'Choose RISE, which needs none',
  });
}

/** The last tensor `[N, C, …]` of each spatial size larger than one element, with the channels a class's score reads. */
export function stagesOf({ model, graph }: Network): { tensor: string; channels: number }[] {
  const last = new Map<string, { tensor: string; channels: number }>();
  for (const {
    outputs: [tensor],
  } of model.graph.nodes) {
    const shape = model.graph.values.get(tensor)?.shape;
    if (!shape || shape.length !== graph.inputDims.length + 1) continue;
    const [, channels, ...spatial] = shape;
    if (spatial.every((d) => typeof d === 'number') && spatial.some((d) => d !== 1))
      last.set(spatial.join(), { tensor, channels: Number(channels) });
  }
  return [...last.values()].map(({ tensor, channels }) => ({
    tensor,
    channels: isScoreMap(model.graph, tensor, graph.logits) ? 1 : channels,
  }));
}

function channelMeans(gradient: FloatTensor): Float64Array {
  const [, channels, ...spatial] = gradient.dims;
  const size = sizeOf(spatial);
  return Float64Array.from(
    { length: channels },
    (_, c) => gradient.data.subarray(c * size, (c + 1) * size).reduce((sum, v) => sum + v, 0) / size,
  );
}
