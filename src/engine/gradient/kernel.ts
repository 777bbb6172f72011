import { int } from '../graph/model';
import type { ReverseContext } from './rule';
import { reshaped, sliced, transposed, zeroPadded } from './shaping';
import { spanOf, type Window } from './window';

/** A convolution of `image` [N, C, …] by a kernel [O, C/g, …] whose output's gradient is known. */
export interface KernelUse {
  readonly image: string;
  /** [N, O, …]. */
  readonly gradient: string;
  readonly group: number;
  /** Kernel dims [O, C/g, …]. */
  readonly dims: readonly number[];
  readonly windows: readonly Window[];
  /** Spatial lengths of the image and of the gradient. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * Gradient of a convolution's kernel: tap k meets the image shifted by k at every position. The shifted images of all
 * taps stand beside one another as channels, so that one product per image sums over the positions, and the images are
 * summed at the end (bench/ops/kernel-gradient). ONNX Runtime takes the transposed factor without a copy.
 */
export function kernelGradient(context: ReverseContext, use: KernelUse): string {
  const { builder } = context;
  const { group, dims } = use;
  const [filters, channels] = dims;
  const taps = dims.slice(2);
  const grouped = (tensor: string, perGroup: number, lengths: readonly number[]): string =>
    reshaped(context, tensor, [0, group, perGroup, ...lengths]);
  const shifted = taps.reduce(
    (image, _, k) => joinedShifts(context, use, image, k),
    grouped(padded(context, use), channels, paddedLengths(use)),
  );
  const columns = reshaped(context, shifted, [0, group, product(taps) * channels, product(use.outputs)]);
  const rows = grouped(use.gradient, filters / group, [product(use.outputs)]);
  const perImage = builder.op('MatMul', [rows, transposed(context, columns, [0, 1, 3, 2])]);
  const summed = builder.op('ReduceSum', [perImage, builder.integers(0)], { keepdims: int(0) });
  const split = reshaped(context, summed, [filters, ...[...taps].reverse(), channels]);
  const last = taps.length + 1;
  return transposed(context, split, [0, last, ...taps.map((_, k) => last - 1 - k)]);
}

const product = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);

/** Zeros after the image so that the last tap meets a number at the last position; negative where rows are unused. */
const endOf = (window: Window, input: number, output: number): number =>
  window.stride * (output - 1) + spanOf(window) - input - window.begin;

const paddedLengths = ({ windows, inputs, outputs }: KernelUse): number[] =>
  windows.map((w, k) => inputs[k] + w.begin + endOf(w, inputs[k], outputs[k]));

function padded(context: ReverseContext, { image, windows, inputs, outputs }: KernelUse): string {
  return zeroPadded(
    context,
    image,
    windows.length + 2,
    windows.map((_, k) => k + 2),
    windows.map((w) => w.begin),
    windows.map((w, k) => endOf(w, inputs[k], outputs[k])),
  );
}

/** The image [N, g, C, …] once per tap of one spatial axis, cut to the output's length there, as further channels. */
function joinedShifts(
  context: ReverseContext,
  { dims, windows, outputs }: KernelUse,
  image: string,
  k: number,
): string {
  const { stride, dilation } = windows[k];
  const parts = Array.from({ length: dims[k + 2] }, (_, tap) => {
    const first = tap * dilation;
    return sliced(context, image, k + 3, first, first + stride * (outputs[k] - 1) + 1, stride);
  });
  return parts.length === 1 ? parts[0] : context.builder.op('Concat', parts, { axis: int(2) });
}
