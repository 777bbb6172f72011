import type { ScatteringCoefficients, ScatteringRequest } from '../../../protocol/scattering';
import { inputOf } from '../../image/conversion';
import { readPixels } from '../../image/pixels';
import { completeRecipe } from '../../image/recipe';
import { imageSize } from '../../image/size';
import { paths2d } from '../../scattering/paths';
import { scatteringModel } from '../../scattering/transform2d';
import { createSession, type RuntimeOptions } from '../../session/runtime';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import { isArray } from '../../image/array';
import { storedImage } from './array';

/**
 * Images larger than this are shrunk, unless a size is asked for: every one of hundreds of paths is an image of its
 * own.
 */
const LONGEST_SIDE = 256;

/**
 * The scattering coefficients of one image: [channels · paths, height/2^J, width/2^J]. Images are scaled to [0, 1];
 * arrays are taken as they are.
 */
export async function scatteringCoefficients(
  request: ScatteringRequest,
  runtime: RuntimeOptions,
): Promise<ScatteringCoefficients> {
  const start = performance.now();
  const { J, L, maxOrder } = request;
  const image = await imageOf(request);
  const [, channels, height, width] = image.dims;
  const session = await createSession(scatteringModel({ height, width, channels, J, L, maxOrder }), runtime);
  try {
    const { scattering } = await session.run({ image });
    const { dims, data } = asFloats(scattering);
    const paths = paths2d(J, L, maxOrder);
    return {
      request,
      size: [height, width],
      channels,
      paths,
      coefficients: { dims: dims.slice(1), data },
      means: meansOf(data, channels, paths.length),
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await session.release();
  }
}

/** Mean of each path over places and channels of [channels, paths, places]. */
export function meansOf(data: Float32Array, channels: number, paths: number): Float32Array {
  const means = new Float64Array(paths);
  const places = data.length / (channels * paths);
  data.forEach((value, i) => (means[Math.floor(i / places) % paths] += value / (places * channels)));
  return Float32Array.from(means);
}

async function imageOf({ input, size }: ScatteringRequest): Promise<FloatTensor> {
  if (isArray(input)) return storedImage(input);
  const [height, width] = size ?? shrunk(await imageSize(input));
  const recipe = completeRecipe({ preset: 'unit', size: [height, width] }, [], { dims: [3, height, width] });
  return inputOf(await readPixels(input, recipe), recipe);
}

function shrunk([height, width]: readonly [number, number]): [number, number] {
  const share = Math.min(1, LONGEST_SIDE / Math.max(height, width));
  return [Math.max(1, Math.round(height * share)), Math.max(1, Math.round(width * share))];
}
