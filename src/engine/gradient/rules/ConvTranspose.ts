import { int, ints, numbersAttribute, stringAttribute } from '../../graph/model';
import { perChannelSum } from '../broadcasting';
import { kernelGradient } from '../kernel';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthOf, lengthsOf, sliced } from '../shaping';
import { spanOf, type Window } from '../window';
import { groupsOf } from '../windows';

/**
 * A transposed convolution is itself the gradient of a convolution, so its own gradient is that convolution, with the
 * weight as it is.
 */
export const convTransposeRule: GradientRule = {
  ops: ['ConvTranspose'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const windows = transposedWindows(context);
    const convolved = builder.op('Conv', [gradients[0]!, node.inputs[1]], {
      group: int(groupsOf(context)),
      strides: ints(windows.map((w) => w.stride)),
      dilations: ints(windows.map((w) => w.dilation)),
      pads: ints([...windows.map((w) => w.begin), ...windows.map((w) => w.end)]),
    });
    const surplus = windows.map((w, k) => w.extra >= w.stride && lengthOf(context, node.inputs[0], k + 2));
    const through = surplus.reduce<string>(
      (g, length, k) => (length === false ? g : sliced(context, g, k + 2, 0, length)),
      convolved,
    );
    return [
      wanted[0] ? through : undefined,
      wanted[1] ? ownKernelGradient(context, windows) : undefined,
      wanted[2] ? perChannelSum(context, gradients[0]!) : undefined,
    ];
  },
};

/** In that convolution, what comes in here is the gradient of what comes out. */
function ownKernelGradient(context: ReverseContext, windows: readonly Window[]): string {
  const { node, gradients } = context;
  return kernelGradient(context, {
    image: gradients[0]!,
    gradient: node.inputs[0],
    group: groupsOf(context),
    dims: lengthsOf(context, node.inputs[1], 0),
    windows,
    inputs: lengthsOf(context, node.outputs[0], 2),
    outputs: lengthsOf(context, node.inputs[0], 2),
  });
}

interface TransposedWindow extends Window {
  /** output_padding: output positions added at the end. */
  readonly extra: number;
}

function transposedWindows(context: ReverseContext): TransposedWindow[] {
  const { node } = context;
  const kernels = lengthsOf(context, node.inputs[1], 2);
  const automatic = stringAttribute(node, 'auto_pad', 'NOTSET');
  const pads = numbersAttribute(node, 'pads');
  const given =
    (automatic === 'NOTSET' && numbersAttribute(node, 'output_shape') === undefined) || automatic === 'VALID';
  return kernels.map((kernel, k) => {
    const stride = numbersAttribute(node, 'strides')?.[k] ?? 1;
    const dilation = numbersAttribute(node, 'dilations')?.[k] ?? 1;
    const extra = numbersAttribute(node, 'output_padding')?.[k] ?? 0;
    const window = { kernel, stride, dilation, begin: 0, end: 0, extra };
    if (given)
      return automatic === 'VALID'
        ? window
        : { ...window, begin: pads?.[k] ?? 0, end: pads?.[k + kernels.length] ?? 0 };
    const whole = stride * (lengthOf(context, node.inputs[0], k + 2) - 1) + extra + spanOf(window);
    const total = Math.max(0, whole - lengthOf(context, node.outputs[0], k + 2));
    const less = Math.floor(total / 2);
    const upper = automatic === 'SAME_UPPER';
    return { ...window, begin: upper ? less : total - less, end: upper ? total - less : less };
  });
}
