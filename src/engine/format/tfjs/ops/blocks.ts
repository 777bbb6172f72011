import { lengthOf, positive, type Feature } from '../../builder/feature';
import { cut, padded } from '../../builder/moving';
import { numbers, unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';

/** [before, after] per axis of a block. */
const pairs = (call: OperatorCall, index: number): [number, number][] => {
  const flat = numbers(call, index);
  return Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
};

/**
 * Around a convolution these two make a dilated one of it: every block-th position goes into an image of its own. The
 * image is only padded here, and what works on it until it is put together again is dilated.
 */
function apart(call: OperatorCall): Feature {
  const [x] = call.inputs;
  const block = numbers(call, 1);
  if (x.shape.length !== 4 || block.length !== 2)
    throw unsupportedUse(call, 'blocks of other than images are not supported');
  return { ...padded(call.builder, x, [[0, 0], ...pairs(call, 2), [0, 0]]), dilation: block };
}

function together(call: OperatorCall): Feature {
  const [x] = call.inputs;
  const block = numbers(call, 1);
  if (x.dilation?.join() !== block.join())
    throw unsupportedUse(call, 'it puts together what was not taken apart in the same way');
  const cuts = pairs(call, 2).flatMap(([before, after], k) => {
    const length = lengthOf(x, k + 1);
    if (length === undefined) throw unsupportedUse(call, 'it crops an axis of open length');
    return before === 0 && after === 0 ? [] : [{ axis: k + 1, start: before, end: length - after, step: 1 }];
  });
  return { ...cut(call.builder, x, cuts), dilation: undefined };
}

/** Every position of an axis as a result of its own. */
function unpacked(call: OperatorCall): Feature[] {
  const {
    builder,
    node,
    inputs: [x],
  } = call;
  const axis = positive(node.number('axis', 0), x.shape.length);
  const count = lengthOf(x, axis) ?? node.number('num', 0);
  const source = builder.unmoved(x);
  return Array.from({ length: count }, (_, k) => {
    const part = cut(builder, source, [{ axis, start: k, end: k + 1, step: 1 }]);
    return {
      tensor: builder.op('Squeeze', [part.tensor, builder.integers(axis)]),
      shape: x.shape.filter((_d, other) => other !== axis),
      moved: false,
      whole: x.whole,
    };
  });
}

/** Operators that mean the same between the two, dilated or one number at a time. */
export const DILATABLE: ReadonlySet<string> = new Set([
  'Conv2D',
  '_FusedConv2D',
  'DepthwiseConv2dNative',
  'DepthwiseConv2d',
  'FusedDepthwiseConv2dNative',
  'BiasAdd',
  'FusedBatchNorm',
  'FusedBatchNormV2',
  'FusedBatchNormV3',
  'Relu',
  'Relu6',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Sigmoid',
  'Tanh',
  'Identity',
  'BatchToSpaceND',
]);

export const blockOperators: readonly OperatorConverter[] = [
  { ops: ['SpaceToBatchND'], build: apart },
  { ops: ['BatchToSpaceND'], build: together },
  { ops: ['Unpack', 'Unstack'], build: unpacked },
];
