import { ints, type Attributes } from '../../graph/model';
import type { Tensor } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import { lengthOf, type Feature } from './feature';
import { extentOf, type Padding, type Windows } from './padding';
import { groupAttribute, slidShape, windowAttributes } from './sliding';

export interface ConvolutionOptions {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

const windowsOf = (kernel: readonly number[], options: ConvolutionOptions): Windows => ({ kernel, ...options });
const biased = (builder: NetworkBuilder, inputs: string[], bias: Tensor | undefined): string[] =>
  bias ? [...inputs, builder.store(bias, 'bias')] : inputs;

/**
 * Convolution of a channels-last feature.
 * @param kernel [spatial…, channels in / groups, channels out], as TensorFlow stores it
 */
export function convolution(
  builder: NetworkBuilder,
  feature: Feature,
  kernel: Tensor,
  bias: Tensor | undefined,
  options: ConvolutionOptions,
): Feature {
  const spatial = kernel.dims.length - 2;
  const [inner, outer] = kernel.dims.slice(spatial);
  const windows = windowsOf(kernel.dims.slice(0, spatial), options);
  const groups = (lengthOf(feature, -1) ?? inner) / inner;
  const axes = Array.from({ length: spatial }, (_, k) => k);
  const weight = builder.arranged(kernel, [spatial + 1, spatial, ...axes], 'kernel');
  const attributes = { ...windowAttributes(feature, windows), ...groupAttribute(groups) };
  const tensor = builder.op('Conv', biased(builder, [builder.front(feature), weight], bias), attributes);
  return { tensor, shape: slidShape(feature, windows, outer), moved: true };
}

/**
 * Convolution of every channel by itself; channel c gives the outputs c·m … c·m + m − 1.
 * @param kernel [spatial…, channels, multiplier m]
 */
export function depthwiseConvolution(
  builder: NetworkBuilder,
  feature: Feature,
  kernel: Tensor,
  bias: Tensor | undefined,
  options: ConvolutionOptions,
): Feature {
  const spatial = kernel.dims.length - 2;
  const size = kernel.dims.slice(0, spatial);
  const [channels, multiplier] = kernel.dims.slice(spatial);
  const windows = windowsOf(size, options);
  const axes = Array.from({ length: spatial }, (_, k) => k);
  const weight = builder.arranged(kernel, [spatial, spatial + 1, ...axes], 'kernel', [
    channels * multiplier,
    1,
    ...size,
  ]);
  const attributes = { ...windowAttributes(feature, windows), ...groupAttribute(channels) };
  const tensor = builder.op('Conv', biased(builder, [builder.front(feature), weight], bias), attributes);
  return { tensor, shape: slidShape(feature, windows, channels * multiplier), moved: true };
}

export interface TransposedOptions {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Length of each spatial axis of the result for a length of the input. */
  resultLength(length: number, axis: number): number;
}

/** Any length serves to find padding that does not depend on it. */
const ANY = 64;

/**
 * The transposed convolution: the derivative of a convolution from the result's shape to the feature's.
 * @param kernel [spatial…, channels out, channels in]
 */
export function transposedConvolution(
  builder: NetworkBuilder,
  feature: Feature,
  kernel: Tensor,
  bias: Tensor | undefined,
  options: TransposedOptions,
): Feature {
  const spatial = kernel.dims.length - 2;
  const size = kernel.dims.slice(0, spatial);
  const axes = Array.from({ length: spatial }, (_, k) => k);
  const { strides, dilations, resultLength } = options;
  const surplus = axes.map((k) => {
    const length = lengthOf(feature, k + 1) ?? ANY;
    return (length - 1) * strides[k] + extentOf(size[k], dilations[k]) - resultLength(length, k);
  });
  const begins = surplus.map((d) => Math.floor(Math.max(0, d) / 2));
  const ends = surplus.map((d, k) => Math.max(0, d) - begins[k]);
  const attributes: Attributes = {
    kernel_shape: ints(size),
    strides: ints(strides),
    ...(dilations.some((d) => d !== 1) && { dilations: ints(dilations) }),
    pads: ints([...begins, ...ends]),
    output_padding: ints(surplus.map((d) => Math.max(0, -d))),
  };
  const weight = builder.arranged(kernel, [spatial + 1, spatial, ...axes], 'kernel');
  const tensor = builder.op('ConvTranspose', biased(builder, [builder.front(feature), weight], bias), attributes);
  const lengths = axes.map((k) => {
    const length = lengthOf(feature, k + 1);
    return length === undefined ? null : resultLength(length, k);
  });
  return { tensor, shape: [feature.shape[0], ...lengths, kernel.dims[spatial]], moved: true };
}
