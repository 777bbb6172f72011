import type { Padding } from '../../builder/padding';
import { activated } from '../../builder/activations';
import {
  convolution,
  depthwiseConvolution,
  transposedConvolution,
  type ConvolutionOptions,
} from '../../builder/convolution';
import { dense } from '../../builder/dense';
import type { Feature } from '../../builder/feature';
import { combined } from '../../builder/joining';
import { batchNormalized } from '../../builder/normalizing';
import { pooled, type Pooling } from '../../builder/pooling';
import { float, int } from '../../../graph/model';
import { reshaped, type FloatTensor } from '../../../tensor/tensor';
import { transposed } from '../../../tensor/transposition';
import type { TensorFlowNode } from '../node';
import { numbers, stored, unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';

/** Builds on the image as a channels-last feature, whatever the node's data format. */
function spatially(call: OperatorCall, x: Feature, build: (x: Feature) => Feature): Feature {
  if (!isChannelsFirst(call.node)) return build(x);
  const [batch, channels, ...lengths] = x.shape;
  const made = build({ tensor: call.builder.plain(x), shape: [batch, ...lengths, channels], moved: true });
  return {
    tensor: call.builder.front(made),
    shape: [made.shape[0], made.shape.at(-1) ?? null, ...made.shape.slice(1, -1)],
    moved: false,
  };
}

const isChannelsFirst = (node: TensorFlowNode): boolean => node.text('data_format', 'NHWC').startsWith('NC');

/** The numbers for the spatial axes of a list for all axes: two of an image, three of a volume. */
function spatialOf({ node, inputs }: OperatorCall, name: string): number[] {
  const all = node.numbers(name);
  if (all.length === 0) return new Array<number>(inputs[0].shape.length - 2).fill(1);
  return isChannelsFirst(node) ? all.slice(2) : all.slice(1, -1);
}

function paddingOf(call: OperatorCall): Padding {
  const name = call.node.text('padding', 'VALID').toLowerCase();
  if (name === 'same' || name === 'valid') return name;
  const all = call.node.numbers('explicit_paddings');
  const perAxis = Array.from({ length: all.length / 2 }, (_, k): [number, number] => [all[2 * k], all[2 * k + 1]]);
  return isChannelsFirst(call.node) ? perAxis.slice(2) : perAxis.slice(1, -1);
}

/** Of an image whose positions were taken apart into blocks, the convolution is dilated. */
function options(call: OperatorCall): ConvolutionOptions {
  const [strides, own, padding] = [spatialOf(call, 'strides'), spatialOf(call, 'dilations'), paddingOf(call)];
  const { dilation } = call.inputs[0];
  if (!dilation) return { strides, dilations: own, padding };
  const kernel = stored(call, 1).dims;
  if (strides.some((s) => s !== 1) || (padding === 'same' && kernel.slice(0, 2).some((length) => length % 2 === 0)))
    throw unsupportedUse(call, 'strides within blocks are not supported');
  return { strides, dilations: own.map((d, k) => d * dilation[k]), padding };
}

/** What a fused node does after its linear part. */
function fused(call: OperatorCall, linear: (bias: FloatTensor | undefined) => Feature): Feature {
  const steps = call.node.texts('fused_ops');
  const biased = steps[0] === 'BiasAdd';
  const made = linear(biased ? stored(call, 2) : undefined);
  const slope = call.inputs[biased ? 3 : 2];
  return steps.slice(biased ? 1 : 0).reduce((x, step) => {
    if (step === 'LeakyRelu')
      return call.builder.mapped(x, 'LeakyRelu', [], { alpha: float(call.node.number('leakyrelu_alpha', 0.2)) });
    if (step === 'Prelu') return prelu(call, x, slope);
    return activated(call.builder, x, step, `${call.node.op} ${call.node.name}`);
  }, made);
}

function prelu({ builder }: OperatorCall, x: Feature, slope: Feature): Feature {
  const rank = x.shape.length;
  const widened = slope.constant
    ? builder.constant(
        reshaped(slope.constant, [...new Array<number>(rank - slope.shape.length).fill(1), ...slope.constant.dims]),
      )
    : slope;
  return builder.mapped(x, 'PRelu', [x.moved ? builder.front(widened) : builder.plain(widened)]);
}

const conv: OperatorConverter = {
  ops: ['Conv2D', '_FusedConv2D', 'Conv3D'],
  build: (call) =>
    fused(call, (bias) =>
      spatially(call, call.inputs[0], (x) => convolution(call.builder, x, stored(call, 1), bias, options(call))),
    ),
};

const depthwise: OperatorConverter = {
  ops: ['DepthwiseConv2dNative', 'DepthwiseConv2d', 'FusedDepthwiseConv2dNative'],
  build: (call) =>
    fused(call, (bias) =>
      spatially(call, call.inputs[0], (x) =>
        depthwiseConvolution(call.builder, x, stored(call, 1), bias, options(call)),
      ),
    ),
};

const backwardOf = (call: OperatorCall, name: string): number[] =>
  spatialOf({ ...call, inputs: [call.inputs[2]] }, name);

/** Inputs: the shape of the result, the filter, the image. */
const backward: OperatorConverter = {
  ops: ['Conv2DBackpropInput'],
  build: (call) =>
    spatially(call, call.inputs[2], (x) => {
      const strides = backwardOf(call, 'strides');
      const known = call.inputs[0].constant ? numbers(call, 0) : (call.inputs[0].contents ?? []);
      const wanted = isChannelsFirst(call.node) ? known.slice(2) : known.slice(1, 3);
      const same = paddingOf(call) === 'same';
      const kernel = stored(call, 1);
      const resultLength = (length: number, k: number): number => {
        const given = wanted[k];
        return typeof given === 'number'
          ? given
          : length * strides[k] + (same ? 0 : Math.max(kernel.dims[k] - strides[k], 0));
      };
      return transposedConvolution(call.builder, x, kernel, undefined, {
        strides,
        dilations: backwardOf(call, 'dilations'),
        resultLength,
      });
    }),
};

const bias: OperatorConverter = {
  ops: ['BiasAdd', 'BiasAddV1'],
  build(call) {
    const [x, offset] = call.inputs;
    if (!isChannelsFirst(call.node)) return combined(call.builder, 'Add', x, offset);
    return spatially(call, x, (last) => combined(call.builder, 'Add', last, offset));
  },
};

const batchNorm: OperatorConverter = {
  ops: ['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
  build: (call) =>
    spatially(call, call.inputs[0], (x) => {
      const [scale, offset, mean, variance] = [1, 2, 3, 4].map((k) => stored(call, k));
      return batchNormalized(
        call.builder,
        x,
        { mean, variance, scale, offset, epsilon: call.node.number('epsilon', 1e-3) },
        -1,
      );
    }),
};

const pool =
  (kind: Pooling) =>
  (call: OperatorCall): Feature =>
    spatially(call, call.inputs[0], (x) =>
      pooled(call.builder, x, kind, {
        kernel: spatialOf(call, 'ksize'),
        strides: spatialOf(call, 'strides'),
        dilations: spatialOf(call, 'ksize').map(() => 1),
        padding: paddingOf(call),
      }),
    );

/** x · W with either operand turned; a stored W becomes a dense layer. */
const matMul: OperatorConverter = {
  ops: ['MatMul', '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3'],
  build: (call) =>
    fused(call, (offset) => {
      const [a, b] = call.inputs;
      const [turnA, turnB] = [
        call.node.flag('transpose_a') || call.node.flag('adj_x'),
        call.node.flag('transpose_b') || call.node.flag('adj_y'),
      ];
      if (b.constant && b.shape.length === 2 && !turnA)
        return dense(call.builder, a, turnB ? transposed(stored(call, 1), [1, 0]) : stored(call, 1), offset);
      if (offset) throw unsupportedUse(call, 'a fused product of two computed tensors is not supported');
      const operand = (x: Feature, turned: boolean): string =>
        turned
          ? call.builder.op('Transpose', [call.builder.plain(x)], {
              perm: { kind: 'ints', value: lastSwapped(x.shape.length) },
            })
          : call.builder.plain(x);
      const rows = a.shape.at(turnA ? -1 : -2) ?? null;
      const columns = b.shape.at(turnB ? -2 : -1) ?? null;
      const leading = (a.shape.length >= b.shape.length ? a : b).shape.slice(0, -2);
      return {
        tensor: call.builder.op('MatMul', [operand(a, turnA), operand(b, turnB)]),
        shape: [...leading, rows, columns],
        moved: false,
      };
    }),
};

const lastSwapped = (rank: number): number[] => [...Array.from({ length: rank - 2 }, (_, k) => k), rank - 1, rank - 2];

const preluOperator: OperatorConverter = {
  ops: ['Prelu'],
  build: (call) => prelu(call, call.inputs[0], call.inputs[1]),
};

/** Blocks of space to channels and back; TensorFlow counts channels within a block last, as ONNX' DCR does. */
const depthToSpace: OperatorConverter = {
  ops: ['DepthToSpace'],
  build: (call) =>
    spatially(call, call.inputs[0], (x) => {
      const block = call.node.number('block_size', 2);
      const [batch, h, w, c] = x.shape;
      const scaled = (d: typeof h, factor: number) => (typeof d === 'number' ? d * factor : null);
      return {
        tensor: call.builder.op('DepthToSpace', [call.builder.front(x)], { blocksize: int(block) }),
        shape: [batch, scaled(h, block), scaled(w, block), scaled(c, 1 / (block * block))],
        moved: true,
      };
    }),
};

/** x / (bias + α Σ x²)^β over the channels within a radius; ONNX divides α by their number. */
const localResponse: OperatorConverter = {
  ops: ['LRN'],
  build({ builder, node, inputs: [x] }) {
    const size = 2 * node.number('depth_radius', 5) + 1;
    const attributes = {
      size: int(size),
      bias: float(node.number('bias', 1)),
      alpha: float(node.number('alpha', 1) * size),
      beta: float(node.number('beta', 0.5)),
    };
    return builder.mapped(builder.moved(x), 'LRN', [], attributes);
  },
};

export const convolutionalOperators: readonly OperatorConverter[] = [
  localResponse,
  conv,
  depthwise,
  backward,
  bias,
  batchNorm,
  matMul,
  preluOperator,
  depthToSpace,
  { ops: ['MaxPool', 'MaxPool3D'], build: pool('max') },
  { ops: ['AvgPool', 'AvgPool3D'], build: pool('average') },
];
