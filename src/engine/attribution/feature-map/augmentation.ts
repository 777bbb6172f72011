import type { Parameter } from '../../../protocol/parameter';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import type { RawMap } from './upsampling';

/** Options that make a CAM smoother, as pytorch-grad-cam has them. */
export const smoothingParameters: readonly Parameter[] = Object.freeze([
  {
    name: 'augmentSmooth',
    label: 'Average over variants',
    kind: 'boolean',
    default: false,
    advanced: true,
    description: 'Mean of six maps: the input and its mirror image, at 0.9, 1 and 1.1 times its contrast',
  },
  {
    name: 'eigenSmooth',
    label: 'Main pattern only',
    kind: 'boolean',
    default: false,
    advanced: true,
    description: 'The first principal component of the weighted activations instead of their sum',
  },
] satisfies Parameter[]);

const CONTRASTS = [0.9, 1, 1.1];

/**
 * The map of the input, or the mean over its variants when the parameters ask for it; mirrored maps are mirrored back.
 */
export async function meanOverVariants(
  context: MethodContext,
  mapOf: (variant: MethodContext) => Promise<RawMap>,
): Promise<RawMap> {
  if (context.params.augmentSmooth !== true) return mapOf(context);
  const maps: RawMap[] = [];
  for (const mirror of [false, true]) {
    for (const contrast of CONTRASTS) {
      const map = await mapOf({ ...context, input: variantOf(context.input, mirror, contrast) });
      maps.push(mirror ? { ...map, values: mirrored(map.values, map.width) } : map);
    }
  }
  return {
    ...maps[0],
    values: maps[0].values.map((_, i) => maps.reduce((sum, m) => sum + m.values[i], 0) / maps.length),
  };
}

function variantOf(input: FloatTensor, mirror: boolean, contrast: number): FloatTensor {
  const data = mirror ? mirrored(input.data, input.dims[input.dims.length - 1]) : input.data;
  return floats(
    input.dims,
    Float32Array.from(data, (v) => v * contrast),
  );
}

/** Every line of `width` elements reversed. */
function mirrored<A extends Float32Array | Float64Array>(values: A, width: number): A {
  return values.map((_, i) => values[i - (i % width) + (width - 1 - (i % width))]) as A;
}
