import { stringAttribute } from '../../graph/model';
import { perChannelSum } from '../broadcasting';
import { channelsSwapped, correlate, flipped } from '../correlation';
import { kernelGradient } from '../kernel';
import { phasedGradient } from '../phases';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthsOf } from '../shaping';
import { spanOf, type Window } from '../window';
import { groupsOf, windowsOf } from '../windows';

/**
 * dX of a convolution is the correlation of the output gradient with the kernel turned by 180° and its channels
 * swapped.
 */
export const convRule: GradientRule = {
  ops: ['Conv'],
  part(context) {
    const { node, wanted } = context;
    const dims = context.shape(node.inputs[1]);
    const automatic = stringAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET';
    if (wanted[1] || wanted[2] || automatic || dims.length !== 4) return undefined;
    const windows = windowsOf(context, lengthsOf(context, node.inputs[1], 2));
    if (windows.some(({ stride }) => stride > 1)) return undefined;
    const all = windows.map((window) => ({ ...window, begin: 0, end: 0 }));
    return { windows, write: (gradient) => turnedBack(context, gradient, node.inputs[1], all) };
  },
  backward(context) {
    const { wanted, gradients, node } = context;
    return [
      wanted[0] ? inputGradient(context, gradients[0]!, node.inputs[1]) : undefined,
      wanted[1] ? ownKernelGradient(context) : undefined,
      wanted[2] ? perChannelSum(context, gradients[0]!) : undefined,
    ];
  },
};

function ownKernelGradient(context: ReverseContext): string {
  const { node, gradients } = context;
  const dims = lengthsOf(context, node.inputs[1], 0);
  return kernelGradient(context, {
    image: node.inputs[0],
    gradient: gradients[0]!,
    group: groupsOf(context),
    dims,
    windows: windowsOf(context, dims.slice(2)),
    inputs: lengthsOf(context, node.inputs[0], 2),
    outputs: lengthsOf(context, node.outputs[0], 2),
  });
}

/** Gradient with respect to the input of a Conv node, for any weight of the node's weight's shape. */
function inputGradient(context: ReverseContext, gradient: string, weight: string): string {
  const { node } = context;
  const dims = lengthsOf(context, node.inputs[1], 0);
  const windows = windowsOf(context, dims.slice(2));
  const group = groupsOf(context);
  if (windows.some((window) => window.stride > 1)) {
    const inputs = lengthsOf(context, node.inputs[0], 2);
    return phasedGradient(context, gradient, weight, {
      group,
      dims,
      windows,
      inputs,
      outputs: lengthsOf(context, node.outputs[0], 2),
    });
  }
  return turnedBack(context, gradient, weight, windows);
}

/** The same where the windows move by one place. */
function turnedBack(context: ReverseContext, gradient: string, weight: string, windows: readonly Window[]): string {
  const dims = lengthsOf(context, context.node.inputs[1], 0);
  const group = groupsOf(context);
  const longer = dims.flatMap((length, axis) => (axis > 1 && length > 1 ? [axis] : []));
  return correlate(context, gradient, flipped(context, channelsSwapped(context, weight, dims, group), longer), {
    group,
    begins: windows.map((window) => spanOf(window) - 1 - window.begin),
    ends: windows.map((window) => spanOf(window) - 1 - window.end),
    dilations: windows.map((window) => window.dilation),
  });
}
