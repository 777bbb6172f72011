import { LensError } from '../../protocol/error';
import type { ParameterValues } from '../../protocol/parameter';
import type { CompleteRecipe } from '../../protocol/recipe';
import { segmentMapParameter } from '../attribution/segment/segments';
import { baselineFileParameter } from '../baseline/parameters';
import { resampled } from '../dataset/mask';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { readArray } from '../image/array';
import { readPalette } from '../image/palette';
import { readColours } from '../image/pixels';
import { floats, type Tensor } from '../tensor/tensor';
import { readInput } from '../image/input';
import type { OpenedModel } from '../model/opening';

/** More segments than this mean that the file is an image, not a label map. */
const MOST_SEGMENTS = 2048;

/** The arrays that the files named by parameters hold. @throws LensError when one cannot be read or does not fit */
export async function givenFiles(
  { network, recipe }: Pick<OpenedModel, 'network' | 'recipe'>,
  params: ParameterValues,
): Promise<Record<string, Tensor>> {
  const [segments, baseline] = [params[segmentMapParameter.name], params[baselineFileParameter.name]];
  const files: Record<string, Tensor> = {};
  const dims = network.graph.inputDims;
  if (typeof segments === 'string') files.segments = await readSegments(segments, dims.slice(1), recipe);
  if (typeof baseline === 'string' && params.baseline === 'file')
    files.baseline = (await readInput(baseline, dims, recipe)).tensor;
  return files;
}

/**
 * A label map over the input's positions: an array of that shape, or an image, brought there as the input is, whose
 * palette indices (or colours, where it has no palette) are the labels.
 * @throws LensError `not-found` or `wrong-shape`
 */
async function readSegments(path: string, spatial: readonly number[], recipe: CompleteRecipe): Promise<Tensor> {
  const map = path.toLowerCase().endsWith('.npy') ? readArray(path) : await fromImage(path, spatial, recipe);
  const labels = new Set(Array.from(map.data as ArrayLike<number>, Number));
  if (labels.size <= MOST_SEGMENTS) return map;
  throw new LensError({
    code: 'wrong-shape',
    what: `the label map holds ${labels.size} labels`,
    where: path,
    next: `Choose a file with at most ${MOST_SEGMENTS} segments, not a photo`,
  });
}

async function fromImage(path: string, spatial: readonly number[], recipe: CompleteRecipe): Promise<Tensor> {
  if (spatial.length !== 2)
    throw new LensError({
      code: 'wrong-shape',
      what: 'an image cannot label a signal',
      where: path,
      next: 'Give a .npy array',
    });
  const content = readFile(path, IMAGE);
  const palette = readPalette(content, path);
  if (palette) return floats(spatial, Float32Array.from(resampled(palette.indices, palette, spatial, recipe)));
  const { values: rgb } = await readColours(path, { ...recipe, kernel: 'nearest' }, content);
  return floats(
    spatial,
    Float32Array.from(
      { length: rgb.length / 3 },
      (_, i) => (rgb[3 * i] << 16) | (rgb[3 * i + 1] << 8) | rgb[3 * i + 2],
    ),
  );
}
