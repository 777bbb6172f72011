import sharp from 'sharp';
import type { VariableInputs } from '../../../protocol/variable';
import { encodeNpy } from '../../tensor/npy';
import { asFloats, floats, sizeOf } from '../../tensor/tensor';
import { readArray } from '../array';
import { interleaved, layoutOf, valuesOf } from './arrangement';

/** Samples of a batch that become inputs. */
const MOST = 16;
/** A level of 255 that was computed, not rounded, is off by less. */
const EXACT = 1e-3;

/** How an array is taken, and the files of its samples: what stands behind their common name, and their content. */
export interface TakenArray extends Omit<VariableInputs, 'files'> {
  readonly files: readonly { readonly ending: string; readonly content: Uint8Array }[];
}

/**
 * Makes inputs of an array: images of what can be one, which are then fed as any image is; arrays of all else, which are
 * fed as they are. @throws LensError where the file is no array
 */
export async function takeArray(path: string): Promise<TakenArray> {
  const array = readArray(path);
  const { data } = asFloats(array);
  const values = valuesOf(array.type, data);
  const { count, dims } = samplesOf(array.dims);
  const layout = layoutOf(dims, values);
  const size = sizeOf(dims);
  const files: TakenArray['files'][number][] = [];
  let rounded = false;
  for (let n = 0; n < Math.min(count, MOST); n++) {
    const own = data.subarray(n * size, (n + 1) * size);
    const mark = count > 1 ? `-${n}` : '';
    if (layout === null) {
      files.push({ ending: `${mark}.input.npy`, content: encodeNpy(floats([1, ...dims], own.slice())) });
      continue;
    }
    const pixels = interleaved(own, dims, layout);
    const levels = pixels.values.map((value) => (values === 'bytes' ? value : 255 * value));
    rounded ||= levels.some((level) => Math.abs(level - Math.round(level)) > EXACT);
    const raw = { width: pixels.width, height: pixels.height, channels: pixels.channels as 1 | 3 | 4 };
    const content = await sharp(Uint8Array.from(levels, Math.round), { raw }).png().toBuffer();
    files.push({ ending: `${mark}.png`, content });
  }
  return { files, dims: array.dims, type: array.type, values, layout, rounded, left: Math.max(0, count - MOST) };
}

/** How many samples an array holds, and the shape of one: what has four axes is a batch, axes of length 1 before it are none. */
function samplesOf(dims: readonly number[]): { readonly count: number; readonly dims: readonly number[] } {
  let own = dims;
  while (own.length > 3 && own[0] === 1) own = own.slice(1);
  return own.length === 4 ? { count: own[0], dims: own.slice(1) } : { count: 1, dims: own };
}
