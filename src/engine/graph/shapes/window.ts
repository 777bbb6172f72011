import { numberAttribute, numbersAttribute, stringAttribute, type Dimension, type Node } from '../model';
import { floorQuotient, minus, plus, times } from './dimension';

/** How a sliding window (convolution or pooling) moves along one spatial axis. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before and after; already resolved where auto_pad does not depend on the input's length. */
  readonly before: number;
  readonly after: number;
  readonly autoPad: 'NOTSET' | 'SAME_UPPER' | 'SAME_LOWER' | 'VALID';
  readonly ceil: boolean;
}

/**
 * The windows of a Conv or pooling node per spatial axis; `kernel` gives the kernel's extent where the node does not
 * state it.
 */
export function windowsOf(node: Node, kernel: readonly number[]): Window[] {
  const extent = numbersAttribute(node, 'kernel_shape') ?? kernel;
  const strides = numbersAttribute(node, 'strides');
  const dilations = numbersAttribute(node, 'dilations');
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET') as Window['autoPad'];
  const pads = autoPad === 'NOTSET' ? numbersAttribute(node, 'pads') : undefined;
  return extent.map((k, axis) => ({
    kernel: k,
    stride: strides?.[axis] ?? 1,
    dilation: dilations?.[axis] ?? 1,
    before: pads?.[axis] ?? 0,
    after: pads?.[axis + extent.length] ?? 0,
    autoPad,
    ceil: numberAttribute(node, 'ceil_mode', 0) === 1,
  }));
}

/** Positions of windows along every axis after the batch and the channels. @throws Error where there are other axes */
export function spatialPositions(input: readonly Dimension[], windows: readonly Window[]): Dimension[] {
  if (windows.length !== input.length - 2)
    throw new Error(`it has windows of ${windows.length} axes for a tensor of ${input.length}`);
  return windows.map((window, axis) => positions(input[axis + 2], window));
}

/** Number of window positions along an axis of the given length. */
function positions(length: Dimension, window: Window): Dimension {
  const { stride } = window;
  if (window.autoPad.startsWith('SAME')) return floorQuotient(plus(length, stride - 1), stride);
  const reach = (window.kernel - 1) * window.dilation + 1;
  const room = minus(plus(length, window.before + window.after), reach);
  const count = floorQuotient(plus(room, window.ceil ? 2 * stride - 1 : stride), stride);
  const overhangs =
    window.ceil && typeof count === 'number' && (count - 1) * stride >= (length as number) + window.before;
  return overhangs ? count - 1 : count;
}

/** Padding before and after along an axis of known length, with auto_pad resolved. */
export function paddingOf(length: number, window: Window): readonly [number, number] {
  if (!window.autoPad.startsWith('SAME')) return [window.before, window.after];
  const reach = (window.kernel - 1) * window.dilation + 1;
  const total = Math.max(0, (Math.ceil(length / window.stride) - 1) * window.stride + reach - length);
  const less = Math.floor(total / 2);
  return window.autoPad === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
}

/** Length of an axis after a transposed convolution. */
export function transposedLength(length: Dimension, window: Window, outputPadding: number): Dimension {
  if (window.autoPad.startsWith('SAME')) return times(length, window.stride);
  const reach = (window.kernel - 1) * window.dilation + 1;
  return plus(times(minus(length, 1), window.stride), outputPadding + reach - window.before - window.after);
}
