import { int, ints, text, type Attributes, type Dimension } from '../../graph/model';
import type { Feature } from './feature';
import { lengthOf } from './feature';
import { positions, samePadding, type Windows } from './padding';

/** The ONNX attributes of windows over the spatial axes of a channels-last feature. */
export function windowAttributes(feature: Feature, windows: Windows): Attributes {
  const { kernel, strides, dilations, padding } = windows;
  const shared: Attributes = {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    ...(dilations.some((d) => d !== 1) && { dilations: ints(dilations) }),
  };
  if (padding === 'valid') return shared;
  if (padding !== 'same') return { ...shared, pads: beginsThenEnds(padding) };
  const lengths = kernel.map((_, k) => lengthOf(feature, k + 1));
  if (lengths.some((length) => length === undefined)) return { ...shared, auto_pad: text('SAME_UPPER') };
  return {
    ...shared,
    pads: beginsThenEnds(lengths.map((length, k) => samePadding(length!, kernel[k], strides[k], dilations[k]))),
  };
}

const beginsThenEnds = (pairs: readonly (readonly [number, number])[]) =>
  ints([...pairs.map(([begin]) => begin), ...pairs.map(([, end]) => end)]);

/** The shape after windows have slid over the spatial axes. */
export function slidShape(feature: Feature, windows: Windows, channels: Dimension): Dimension[] {
  const spatial = windows.kernel.map((_, k) => {
    const length = lengthOf(feature, k + 1);
    return length === undefined ? null : positions(length, windows, k);
  });
  return [feature.shape[0], ...spatial, channels];
}

export const groupAttribute = (groups: number): Attributes => (groups === 1 ? {} : { group: int(groups) });
