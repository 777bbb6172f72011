import { numberAttribute, numbersAttribute, stringAttribute } from '../graph/model';
import type { ReverseContext } from './rule';
import { lengthOf } from './shaping';
import { spanOf, type Window } from './window';

/**
 * The windows of a convolution or pooling node, one per spatial axis.
 * @param kernels kernel length per axis
 */
export function windowsOf(context: ReverseContext, kernels: readonly number[]): Window[] {
  const { node } = context;
  const strides = numbersAttribute(node, 'strides');
  const dilations = numbersAttribute(node, 'dilations');
  const pads = numbersAttribute(node, 'pads');
  const automatic = stringAttribute(node, 'auto_pad', 'NOTSET');
  return kernels.map((kernel, axis) => {
    const stride = strides?.[axis] ?? 1;
    const dilation = dilations?.[axis] ?? 1;
    const free = { kernel, stride, dilation, begin: 0, end: 0 };
    if (automatic === 'VALID') return free;
    if (automatic === 'NOTSET') return { ...free, begin: pads?.[axis] ?? 0, end: pads?.[axis + kernels.length] ?? 0 };
    const total = samePadding(context, axis, stride, spanOf(free));
    const less = Math.floor(total / 2);
    const upper = automatic === 'SAME_UPPER';
    return { ...free, begin: upper ? less : total - less, end: upper ? total - less : less };
  });
}

/** Padding that makes the output ceil(input / stride) long. */
function samePadding(context: ReverseContext, axis: number, stride: number, span: number): number {
  if (stride === 1) return span - 1;
  const input = lengthOf(context, context.node.inputs[0], axis + 2);
  return Math.max(0, (Math.ceil(input / stride) - 1) * stride + span - input);
}

/** The group attribute. */
export const groupsOf = ({ node }: ReverseContext): number => numberAttribute(node, 'group', 1);
