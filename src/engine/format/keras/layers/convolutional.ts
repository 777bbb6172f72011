import { LensError } from '../../../../protocol/error';
import type { FloatTensor } from '../../../tensor/tensor';
import {
  convolution,
  depthwiseConvolution,
  transposedConvolution,
  type ConvolutionOptions,
} from '../../builder/convolution';
import type { Feature } from '../../builder/feature';
import { extentOf, type Padding } from '../../builder/padding';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import type { Settings } from '../settings';
import { withActivation } from './activation';
import { spatially } from './spatial';

const withBias =
  (...names: string[]) =>
  (settings: Settings): readonly string[] =>
    settings.flag('use_bias', true) ? [...names, 'bias'] : names;
const bias = (call: LayerCall) => (call.settings.flag('use_bias', true) ? call.weight('bias') : undefined);

/** The stored windows: an axis for each of the image, and two for the channels. */
function windows(call: LayerCall, name: string): FloatTensor {
  const kernel = call.weight(name);
  if (kernel.dims.length === spatialAxes(call) + 2) return kernel;
  throw new LensError({
    code: 'corrupt-model',
    what: `its ${name.split('|')[0]} is [${kernel.dims.join(', ')}], but it is called with ${call.inputs[0].shape.length} axes`,
    where: call.where,
    next: 'Save the model again',
  });
}

const spatialAxes = (call: LayerCall): number => call.inputs[0].shape.length - 2;

function options(call: LayerCall, kernel: readonly number[]): ConvolutionOptions {
  const axes = spatialAxes(call);
  const dilations = call.settings.numbers('dilation_rate', axes, 1);
  return {
    strides: call.settings.numbers('strides', axes, 1),
    dilations,
    padding: paddingOf(call, kernel.slice(0, axes), dilations),
  };
}

function paddingOf(call: LayerCall, kernel: readonly number[], dilations: readonly number[]): Padding {
  const name = call.settings.text('padding', 'valid');
  if (name === 'same' || name === 'valid') return name;
  if (name === 'causal' && kernel.length === 1) return [[extentOf(kernel[0], dilations[0]) - 1, 0]];
  throw unsupported(call, `padding "${name}" is not supported`);
}

const conv: LayerConverter = {
  classes: ['Conv1D', 'Conv2D', 'Conv3D', 'Convolution1D', 'Convolution2D', 'Convolution3D'],
  variables: withBias('kernel'),
  build: (call) =>
    withActivation(
      call,
      spatially(call, (x) => {
        const kernel = windows(call, 'kernel');
        return convolution(call.builder, x, kernel, bias(call), options(call, kernel.dims));
      }),
    ),
};

const depthwise: LayerConverter = {
  classes: ['DepthwiseConv2D', 'DepthwiseConv1D'],
  variables: withBias('depthwise_kernel|kernel'),
  build: (call) =>
    withActivation(
      call,
      spatially(call, (x) => {
        const kernel = windows(call, 'depthwise_kernel|kernel');
        return depthwiseConvolution(call.builder, x, kernel, bias(call), options(call, kernel.dims));
      }),
    ),
};

/** A convolution of every channel by itself, then one that mixes them at each position. */
const separable: LayerConverter = {
  classes: ['SeparableConv2D', 'SeparableConv1D', 'SeparableConvolution2D', 'SeparableConvolution1D'],
  variables: withBias('depthwise_kernel', 'pointwise_kernel'),
  build: (call) =>
    withActivation(
      call,
      spatially(call, (x) => {
        const kernel = windows(call, 'depthwise_kernel');
        const each = depthwiseConvolution(call.builder, x, kernel, undefined, options(call, kernel.dims));
        const ones = new Array<number>(spatialAxes(call)).fill(1);
        return convolution(call.builder, each, call.weight('pointwise_kernel'), bias(call), {
          strides: ones,
          dilations: ones,
          padding: 'valid',
        });
      }),
    ),
};

/** Lengths as Keras' `deconv_output_length` gives them. */
const transposed: LayerConverter = {
  classes: ['Conv1DTranspose', 'Conv2DTranspose', 'Conv3DTranspose', 'Convolution2DTranspose', 'Deconvolution2D'],
  variables: withBias('kernel'),
  build: (call) =>
    withActivation(
      call,
      spatially(call, (x): Feature => {
        const axes = spatialAxes(call);
        const kernel = windows(call, 'kernel');
        const strides = call.settings.numbers('strides', axes, 1);
        const dilations = call.settings.numbers('dilation_rate', axes, 1);
        const same = call.settings.text('padding', 'valid') === 'same';
        const extra = call.settings.list('output_padding');
        const resultLength = (length: number, k: number): number => {
          const extent = extentOf(kernel.dims[k], dilations[k]);
          if (!extra) return length * strides[k] + (same ? 0 : Math.max(extent - strides[k], 0));
          return (length - 1) * strides[k] + extent - (same ? 2 * Math.floor(extent / 2) : 0) + (extra[k] ?? extra[0]);
        };
        return transposedConvolution(call.builder, x, kernel, bias(call), { strides, dilations, resultLength });
      }),
    ),
};

export const convolutionalLayers: readonly LayerConverter[] = [conv, depthwise, separable, transposed];
