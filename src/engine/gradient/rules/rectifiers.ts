import { numberAttribute } from '../../graph/model';
import { asFloats } from '../../tensor/tensor';
import { Arithmetic } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import { gated } from '../gate';
import type { GradientRule, ReverseContext } from '../rule';

/** d relu(x)/dx = [x > 0], read off the output, which is positive exactly where the input is. */
export const reluRule: GradientRule = {
  ops: ['Relu'],
  backward: (context) => [gated(context, context.gradients[0]!, context.node.outputs[0], { low: 0 })],
};

/** 1 above zero, alpha at and below it. */
export const leakyReluRule: GradientRule = {
  ops: ['LeakyRelu'],
  backward: (context) => {
    const leak = numberAttribute(context.node, 'alpha', 0.01);
    return [gated(context, context.gradients[0]!, context.node.inputs[0], { low: 0, leak })];
  },
};

/** 1 above alpha, 0 elsewhere. */
export const thresholdedReluRule: GradientRule = {
  ops: ['ThresholdedRelu'],
  backward: (context) => {
    const low = numberAttribute(context.node, 'alpha', 1);
    return [gated(context, context.gradients[0]!, context.node.inputs[0], { low })];
  },
};

/** The bounds of ReLU6, of which PyTorch and TensorFlow pass no gradient at the ends. */
const RECTIFIER = [0, 6];

/** 1 between the bounds and on them, as `clamp` and `clip_by_value` have it; of ReLU6 only strictly between them. */
export const clipRule: GradientRule = {
  ops: ['Clip'],
  backward: (context) => {
    const { node, gradients } = context;
    const [x] = node.inputs;
    const low = bound(context, node.inputs[1]);
    const high = bound(context, node.inputs[2]);
    if (low === 'computed' || high === 'computed') return [insideComputedBounds(context), undefined, undefined];
    if (low === undefined && high === undefined) return [gradients[0]];
    // What is read off the output lets ONNX Runtime make one operator of the Clip and the Conv before it.
    if (low === RECTIFIER[0] && high === RECTIFIER[1])
      return [gated(context, gradients[0]!, node.outputs[0], { low, high })];
    if (low !== undefined) return [gated(context, gradients[0]!, x, { low, high, closed: true })];
    const math = new Arithmetic(context);
    return [math.where(math.op('LessOrEqual', x, high!), gradients[0]!, 0)];
  },
};

function bound(context: ReverseContext, input: string | undefined): number | undefined | 'computed' {
  if (!input) return undefined;
  const constant = context.constant(input);
  return constant ? asFloats(constant).data[0] : 'computed';
}

function insideComputedBounds(context: ReverseContext): string {
  const { node, gradients } = context;
  const math = new Arithmetic(context);
  const inside = [
    ...(node.inputs[1] ? [math.op('GreaterOrEqual', node.inputs[0], node.inputs[1])] : []),
    ...(node.inputs[2] ? [math.op('LessOrEqual', node.inputs[0], node.inputs[2])] : []),
  ];
  return inside.reduce((gradient, condition) => math.where(condition, gradient, 0), gradients[0]!);
}

/** 1 above zero, the slope (broadcast) at and below it; the slope's own gradient is min(x, 0). */
export const preluRule: GradientRule = {
  ops: ['PRelu'],
  backward(context) {
    const { node, gradients, wanted } = context;
    const [x, slope] = node.inputs;
    const math = new Arithmetic(context);
    const positive = math.op('Greater', x, 0);
    const through = wanted[0] ? math.where(positive, gradients[0]!, math.mul(gradients[0]!, slope)) : undefined;
    const ofSlope = wanted[1]
      ? unbroadcast(context, math.where(positive, 0, math.mul(gradients[0]!, x)), node.outputs[0], slope)
      : undefined;
    return [through, ofSlope];
  },
};
