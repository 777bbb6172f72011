import { numbersAttribute, type Attributes } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { interleaved } from '../interleaving';
import { contracted, identityMatrix } from '../linear';
import type { GradientRule, ReverseContext } from '../rule';
import { repeatedLike, lengthOf, rankOf, reshaped } from '../shaping';
import type { Window } from '../window';
import { windowsOf } from '../windows';

/** Each window shares its gradient among its members. */
export const averagePoolRule: GradientRule = {
  ops: ['AveragePool'],
  backward(context) {
    const { node, gradients } = context;
    const windows = windowsOf(context, numbersAttribute(node, 'kernel_shape')!);
    if (tiles(context, windows)) return [repeated(context, gradients[0]!, windows)];
    return [
      windows.reduce(
        (g, window, k) => contracted(context, g, windows.length + 2, k + 2, poolMatrix(context, window, k)),
        gradients[0]!,
      ),
    ];
  },
};

/** The mean over all positions: its gradient is divided by their number and repeated. */
export const globalAveragePoolRule: GradientRule = {
  ops: ['GlobalAveragePool'],
  backward(context) {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const axes = Array.from({ length: rankOf(context, node.inputs[0]) - 2 }, (_, k) => k + 2);
    const count = axes.reduce((product, axis) => product * lengthOf(context, node.inputs[0], axis), 1);
    return [repeatedLike(context, math.mul(gradients[0]!, 1 / count), axes, node.inputs[0])];
  },
};

/** Windows that lie side by side and cover the input exactly. */
function tiles(context: ReverseContext, windows: readonly Window[]): boolean {
  const { node } = context;
  return windows.every(
    ({ kernel, stride, dilation, begin, end }, k) =>
      kernel === stride &&
      dilation === 1 &&
      begin === 0 &&
      end === 0 &&
      lengthOf(context, node.inputs[0], k + 2) % kernel === 0,
  );
}

/** All phases of the input get the same: the gradient divided by the window's size. */
function repeated(context: ReverseContext, gradient: string, windows: readonly Window[]): string {
  const { node, builder } = context;
  const members = windows.reduce((product, { kernel }) => product * kernel, 1);
  const share = new Arithmetic(context).mul(gradient, 1 / members);
  return interleaved(builder, {
    parts: new Array<string>(members).fill(share),
    channels: lengthOf(context, node.inputs[0], 1),
    axes: windows.map(({ kernel }, k) => {
      const rows = lengthOf(context, node.outputs[0], k + 2);
      return { stride: kernel, rows, crop: 0, length: rows * kernel };
    }),
  });
}

/** Pooling the rows of the identity along one axis gives that axis' map; averages are products of those per axis. */
function poolMatrix(context: ReverseContext, { kernel, stride, dilation, begin, end }: Window, axis: number): string {
  const { node, builder } = context;
  const size = lengthOf(context, node.inputs[0], axis + 2);
  const ints = (...value: number[]) => ({ kind: 'ints' as const, value });
  const attributes: Attributes = {
    kernel_shape: ints(kernel),
    strides: ints(stride),
    dilations: ints(dilation),
    pads: ints(begin, end),
    ...(node.attributes.ceil_mode && { ceil_mode: node.attributes.ceil_mode }),
    ...(node.attributes.count_include_pad && { count_include_pad: node.attributes.count_include_pad }),
  };
  const pooled = builder.op('AveragePool', [identityMatrix(context, size, 3)], attributes);
  return reshaped(context, pooled, [size, lengthOf(context, node.outputs[0], axis + 2)]);
}
