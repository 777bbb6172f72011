import { boolean } from '../../parameter/kinds';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import type { RawMap } from './upsampling';

/** Makes a CAM smoother, as pytorch-grad-cam does. */
export const augmentParameter = boolean({
  name: 'augmentSmooth',
  label: 'Average over variants',
  default: false,
  advanced: true,
  description: 'Mean of six maps: the input and its mirror image, at 0.9, 1 and 1.1 times its contrast',
});

const CONTRASTS = [0.9, 1, 1.1];

/**
 * The map of the input, or the mean over its variants when the parameters ask for it; mirrored maps are mirrored back.
 */
export async function meanOverVariants<V extends { readonly augmentSmooth: boolean }>(
  context: MethodContext<V>,
  mapOf: (variant: MethodContext<V>) => Promise<RawMap>,
): Promise<RawMap> {
  if (!context.params.augmentSmooth) return mapOf(context);
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
