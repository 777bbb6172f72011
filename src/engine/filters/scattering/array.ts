import { LensError } from '../../../protocol/error';
import type { ScatteringInput } from '../../../protocol/scattering';
import { isArray, readArray } from '../../image/array';
import { asFloats, reshaped, sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Whether an input is an image or a signal. @throws LensError when it is an array that cannot be read */
export function scatteringInput(path: string, J: number): ScatteringInput {
  const dims = isArray(path) ? signalDims(arrayOf(path).dims) : undefined;
  // An image lower than 2^J cannot be averaged over 2^J rows: such an array can only be so many channels of a signal.
  return dims && dims[0] < 2 ** J ? { kind: 'signal', channels: dims[0], length: dims[1] } : { kind: 'image' };
}

/** A stored image as [1, channels, height, width]. @throws LensError */
export function storedImage(path: string): FloatTensor {
  const array = arrayOf(path);
  const dims = array.dims.length === 4 && array.dims[0] === 1 ? array.dims.slice(1) : array.dims;
  if (dims.length === 2) return reshaped(array, [1, 1, ...dims]);
  if (dims.length === 3 && sizeOf(dims) > 0) return reshaped(array, [1, ...dims]);
  throw wrongShape(path, array, 'Save one image as [channels, height, width] or [height, width]');
}

/** A stored signal as [1, channels, length]. @throws LensError */
export function storedSignal(path: string): FloatTensor {
  if (!isArray(path)) {
    throw new LensError({
      code: 'invalid-argument',
      what: 'a signal is stored as .npy',
      where: path,
      next: 'Leave out --q for images, or save the signal as [channels, length]',
    });
  }
  const array = arrayOf(path);
  const dims = signalDims(array.dims);
  if (!dims || sizeOf(dims) === 0)
    throw wrongShape(path, array, 'Save one signal as [length], [channels, length] or [1, channels, length]');
  return reshaped(array, [1, ...dims]);
}

function signalDims(dims: readonly number[]): readonly [channels: number, length: number] | undefined {
  const lean = dims.length === 3 && dims[0] === 1 ? dims.slice(1) : dims;
  if (lean.length === 1) return [1, lean[0]];
  return lean.length === 2 ? [lean[0], lean[1]] : undefined;
}

function arrayOf(path: string): FloatTensor {
  return asFloats(readArray(path));
}

const wrongShape = (where: string, { dims }: FloatTensor, next: string): LensError =>
  new LensError({ code: 'wrong-shape', what: `the array is [${dims.join(', ')}]`, where, next });
