import { SCORE_CAM } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { picked } from '../masking/dense-mask';
import { forwards } from '../masking/forwards';
import type { MaskKind } from '../masking/masking';
import { budgetParameters } from '../masking/sampling';
import { featuresOf, layerLayout, type Layout } from '../feature-map/features';
import { camAttribution } from '../feature-map/aggregation';
import { weightedChannels } from '../feature-map/gradient-cam';
import { activationAt } from '../derivation/layer-tensors';
import { positionsOf, sidesOf, sidesOver } from '../feature-map/grid';
import { camParameters } from '../feature-map/upsampling';

const FEATURES = 'mask/features';

/** Masks that are feature maps: enlarged with aligned corners and scaled to [0, 1] inside the graph. */
function featureMask(layout: Layout): MaskKind {
  return {
    key: `features:${sidesOf(layout, 3).join('x')}`,
    build(builder, [, ...size]) {
      const sides = sidesOver(layout, size);
      builder.input(FEATURES, 'float32', ['N', 1, ...sidesOf(layout, sides.length)]);
      const sizes = builder.op(
        'Concat',
        [
          builder.op('Shape', [FEATURES], { start: { kind: 'int', value: 0 }, end: { kind: 'int', value: 2 } }),
          builder.integers(...sides),
        ],
        { axis: { kind: 'int', value: 0 } },
      );
      const large = builder.op('Resize', [FEATURES, '', '', sizes], {
        mode: { kind: 'string', value: 'linear' },
        coordinate_transformation_mode: { kind: 'string', value: 'align_corners' },
      });
      const axes = builder.integers(...sides.map((_, k) => k + 2));
      const low = builder.op('ReduceMin', [large, axes]);
      const range = builder.op('Sub', [builder.op('ReduceMax', [large, axes]), low]);
      const mask = builder.op('Div', [
        builder.op('Sub', [large, low]),
        builder.op('Add', [range, builder.scalar(1e-8)]),
      ]);
      return sides.length === size.length ? mask : builder.op('Reshape', [mask, builder.integers(-1, 1, ...size)]);
    },
  };
}

/** weight_k = softmax over channels of the score of the input masked with channel k. */
export const scoreCam = defineMethod({
  id: 'score-cam',
  label: 'Score-CAM',
  group: 'cam',
  paper: SCORE_CAM,
  shows: 'Channels weighted by the score the input keeps when only they are shown: no gradient needed.',
  misleads: 'The softmax over channels lets one channel take nearly all the weight.',
  needs: ['layer'],
  signed: true,
  unit: 'activation',
  params: [...camParameters, ...budgetParameters],
  cost: (_, { layerDims }) => 1 + (layerDims[0] ?? 0),
  async run(context) {
    const layer = layerOf(context);
    const activation = await activationAt(context, layer);
    const layout = layerLayout(context, layer, activation.dims);
    const features = featuresOf(activation, layout);
    const positions = positionsOf(layout);
    // A channel that was not run counts nothing.
    const scores = new Float64Array(layout.channels).fill(-Infinity);
    const { warnings } = await forwards(
      context,
      {
        kind: featureMask(layout),
        count: layout.channels,
        baseline: floats(context.input.dims),
        name: `score-cam:${layer}`,
        feeds: (indices) => ({
          [FEATURES]: maps(
            picked(floats([layout.channels, positions], features.values), indices),
            layout,
            context.input,
          ),
        }),
      },
      { take: (logits, start) => scores.set(scoresOf(logits, context.score), start) },
    );
    const peak = scores.reduce((most, s) => Math.max(most, s), -Infinity);
    const weights = scores.map((s) => Math.exp(s - peak));
    const total = weights.reduce((sum, w) => sum + w, 0);
    const attribution = camAttribution(context, layer, {
      ...layout,
      values: weightedChannels(features, (k) => weights[k] / total),
    });
    return { ...attribution, warnings: [...(attribution.warnings ?? []), ...warnings] };
  },
});

const maps = ({ dims: [count], data }: FloatTensor, layout: Layout, input: FloatTensor): FloatTensor =>
  floats([count, 1, ...sidesOf(layout, sidesOver(layout, input.dims.slice(2)).length)], data);
