import type { VariableInputs, VariableValues } from '../../../protocol/variable';
import type { ElementType } from '../../tensor/tensor';

/** Numbers of channels that an image may have. */
const CHANNELS: ReadonlySet<number> = new Set([1, 3, 4]);

/** What numbers stand for, by their type and their range. */
export function valuesOf(type: ElementType, data: ArrayLike<number>): VariableValues {
  if (type === 'bool') return 'shares';
  let [low, high, whole] = [Infinity, -Infinity, true];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (!(value >= 0 && value <= 255)) return 'numbers';
    if (value < low) low = value;
    if (value > high) high = value;
    whole &&= Number.isInteger(value);
  }
  if (type === 'uint8' || (whole && high > 1)) return 'bytes';
  return high <= 1 ? 'shares' : 'numbers';
}

/**
 * The axes of one sample that may be an image; null where none can. Where both orders are possible, bytes are taken as
 * image libraries have them (channels last), shares as networks do.
 */
export function layoutOf(dims: readonly number[], values: VariableValues): VariableInputs['layout'] {
  if (values === 'numbers') return null;
  if (dims.length === 2) return dims.every((length) => length > 1) ? 'HW' : null;
  if (dims.length !== 3) return null;
  const [first, last] = [CHANNELS.has(dims[0]), CHANNELS.has(dims[2])];
  if (first && last) return values === 'bytes' ? 'HWC' : 'CHW';
  return first ? 'CHW' : last ? 'HWC' : null;
}

/** Pixel by pixel, whatever the order was. */
export function interleaved(
  data: ArrayLike<number>,
  dims: readonly number[],
  layout: 'CHW' | 'HWC' | 'HW',
): { readonly width: number; readonly height: number; readonly channels: number; readonly values: Float32Array } {
  const [height, width, channels] = layout === 'CHW' ? [dims[1], dims[2], dims[0]] : [dims[0], dims[1], dims[2] ?? 1];
  const values = new Float32Array(height * width * channels);
  const plane = height * width;
  for (let p = 0; p < plane; p++)
    for (let c = 0; c < channels; c++)
      values[p * channels + c] = layout === 'CHW' ? data[c * plane + p] : data[p * channels + c];
  return { width, height, channels, values };
}
