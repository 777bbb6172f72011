import type { PresetId, Recipe } from '../../../protocol/recipe';
import { presets } from '../../image/recipe';
import type { Model } from '../../graph/model';

/** Names of the networks that come with Keras, by what the `preprocess_input` beside each makes of an image. */
const NETWORKS: readonly { readonly name: RegExp; readonly preset: PresetId }[] = [
  { name: /^(?:vgg1[69]|resnet(?:50|101|152))$/, preset: 'caffe' },
  { name: /^densenet(?:121|169|201)$/, preset: 'imagenet' },
  {
    name: /^(?:mobilenet(?:v2)?_\d\.\d+_\d+|xception|inception_v3|inception_resnet_v2|nasnet(?:_mobile|_large)?|resnet(?:50|101|152)v2)$/,
    preset: 'tensorflow',
  },
  { name: /^(?:efficientnet(?:b\d|v2-\w+)|convnext_\w+|regnet[xy]\d+|mobilenetv3(?:small|large))$/, preset: 'raw' },
];

/** How the images of a network of Keras's own are made, by the name that it bears; null for any other. */
export function kerasApplication({ producer, graph: { name } }: Model): Recipe | null {
  if (!/^keras/i.test(producer)) return null;
  const known = NETWORKS.find((network) => network.name.test(name.toLowerCase()));
  if (!known) return null;
  const { color, range, mean, std } = presets[known.preset];
  return { color, range, mean, std };
}
