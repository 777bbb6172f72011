import { numberAttribute } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import { Arithmetic } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthOf, reshapedLike, transposed } from '../shaping';

/**
 * y = x S^−β with S = k + α/n · (x² summed over neighbouring channels) (Krizhevsky et al. 2012):
 * dx = g S^−β − 2αβ/n · x · (g x S^−β−1 summed over the channels whose neighbourhood holds it).
 */
export const lrnRule: GradientRule = {
  ops: ['LRN'],
  backward(context) {
    const { node, gradients, builder } = context;
    const size = numberAttribute(node, 'size', 1);
    const alpha = numberAttribute(node, 'alpha', 1e-4);
    const beta = numberAttribute(node, 'beta', 0.75);
    const math = new Arithmetic(context);
    const planes = (tensor: string) => builder.op('Reshape', [tensor, builder.integers(0, 0, -1)]);
    const [x, g] = [planes(node.inputs[0]), planes(gradients[0]!)];
    const band = neighbours(context, size);
    const s = math.add(
      math.mul(math.op('MatMul', band, math.square(x)), alpha / size),
      numberAttribute(node, 'bias', 1),
    );
    const direct = math.mul(g, math.pow(s, -beta));
    const others = math.op('MatMul', transposed(context, band, [1, 0]), math.div(math.mul(direct, x), s));
    const through = math.sub(direct, math.mul(math.mul(x, others), (2 * alpha * beta) / size));
    return [reshapedLike(context, through, node.inputs[0], node.inputs[0])];
  },
};

/** Row c is 1 at the channels from c − ⌊(n−1)/2⌋ to c + ⌈(n−1)/2⌉. */
function neighbours(context: ReverseContext, size: number): string {
  const channels = lengthOf(context, context.node.inputs[0], 1);
  const band = floats([channels, channels]);
  for (let c = 0; c < channels; c++) {
    const last = Math.min(channels - 1, c + Math.ceil((size - 1) / 2));
    for (let k = Math.max(0, c - Math.floor((size - 1) / 2)); k <= last; k++) band.data[c * channels + k] = 1;
  }
  return context.builder.constant(band, 'neighbours');
}
