import { numberAttribute } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import type { GradientRule } from '../rule';

/** Softmax: y (g − Σ g y). */
export const softmaxRule: GradientRule = {
  ops: ['Softmax'],
  backward(context) {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const weighted = math.mul(gradients[0]!, node.outputs[0]);
    const total = math.sum(weighted, [numberAttribute(node, 'axis', -1)]);
    return [math.sub(weighted, math.mul(node.outputs[0], total))];
  },
};

/** LogSoftmax: g − exp(y) Σ g. */
export const logSoftmaxRule: GradientRule = {
  ops: ['LogSoftmax'],
  backward(context) {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const total = math.sum(gradients[0]!, [numberAttribute(node, 'axis', -1)]);
    return [math.sub(gradients[0]!, math.mul(math.op('Exp', node.outputs[0]), total))];
  },
};
