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
 * Gradient of a convolution's kernel: each tap meets the image shifted by it at every position. The taps along the last
 * axis stand beside one another behind the channels, and each of the others takes one product, over the positions of
 * each image and then over the images: 0.7 times the products and copies of all taps side by side
 * (bench/ops/kernel-gradient). ONNX Runtime takes the turned factor of a product without a copy.
 */
export function kernelGradient(context: ReverseContext, use: KernelUse): string {
  const { builder } = context;
  const { group, dims, outputs } = use;
  const [filters, channels, ...taps] = dims;
  const [last, leading] = [taps.length - 1, taps.slice(0, -1)];
  const grouped = (tensor: string, perGroup: number, lengths: readonly number[]): string =>
    reshaped(context, tensor, [0, group, perGroup, ...lengths]);
  const lengths = paddedLengths(use);
  const image = grouped(padded(context, use), channels, [1, ...lengths]);
  const shifts = Array.from({ length: taps[last] }, (_, tap) => shifted(context, use, image, last, tap, lengths));
  const joined = shifts.length === 1 ? shifts[0] : builder.op('Concat', shifts, { axis: int(3) });
  const rows = grouped(use.gradient, filters / group, [product(outputs)]);
  const width = taps[last] * channels;
  const multiply =
    width * (filters / group) > MOST_SUMS * product(outputs) * (width + filters / group) ? atOnce : perImage;
  const products = combinations(leading).map((chosen) => {
    const part = chosen.reduce((tensor, tap, k) => shifted(context, use, tensor, k, tap, lengths), joined);
    const columns = grouped(part, width, [product(outputs)]);
    return reshaped(context, multiply(context, rows, columns), [filters, channels, 1, taps[last]]);
  });
  const all = products.length === 1 ? products[0] : builder.op('Concat', products, { axis: int(2) });
  return taps.length === 2 ? all : reshaped(context, all, dims);
}

/** Sums per image that may be written for every number of an image that would have to be moved instead. */
const MOST_SUMS = 2;

/** Rows times columns, both [N, g, …, positions], for each image, and the sum over the images. */
function perImage(context: ReverseContext, rows: string, columns: string): string {
  const { builder } = context;
  const products = builder.op('MatMul', [rows, transposed(context, columns, [0, 1, 3, 2])]);
  return builder.op('ReduceSum', [products, builder.integers(0)], { keepdims: int(0) });
}

/** The same as one product over the positions of all images, which are moved beside one another: worth it for few. */
function atOnce(context: ReverseContext, rows: string, columns: string): string {
  const { builder } = context;
  const [left, right] = [rows, columns].map((tensor) => {
    const beside = transposed(context, tensor, [1, 2, 0, 3]);
    return builder.op('Reshape', [beside, builder.integers(0, 0, -1)]);
  });
  return builder.op('MatMul', [left, transposed(context, right, [0, 2, 1])]);
}

/** Every choice of one tap per axis, the last axis fastest. */
const combinations = (taps: readonly number[]): number[][] =>
  taps.reduce<number[][]>(
    (chosen, count) => chosen.flatMap((one) => Array.from({ length: count }, (_, tap) => [...one, tap])),
    [[]],
  );

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

/** The image [N, g, C, taps, …] as one tap of one spatial axis meets it. */
function shifted(
  context: ReverseContext,
  { windows, outputs }: KernelUse,
  image: string,
  k: number,
  tap: number,
  lengths: readonly number[],
): string {
  const { stride, dilation } = windows[k];
  const first = tap * dilation;
  const span = stride * (outputs[k] - 1) + 1;
  return first === 0 && stride === 1 && span === lengths[k]
    ? image
    : sliced(context, image, k + 4, first, first + span, stride);
}
