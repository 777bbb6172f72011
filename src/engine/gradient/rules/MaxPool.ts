import { int, ints, numbersAttribute, text } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { routed } from '../routing';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthOf, lengthsOf, reshaped, sliced, zeroPadded } from '../shaping';
import { spanOf } from '../window';
import { windowsOf } from '../windows';

/** The first maximum of each window in row-major order takes the window's gradient; overlapping windows add. */
export const maxPoolRule: GradientRule = {
  ops: ['MaxPool'],
  backward(context) {
    const { node, gradients, builder } = context;
    const indices = node.outputs[1] || builder.ops('MaxPool', [node.inputs[0]], node.attributes, 2)[1];
    const send = tiled(context) ? unpooled : scattered;
    const route = { from: node.outputs[0], gradient: gradients[0]!, to: node.inputs[0] };
    return [routed(builder, { ...route, send: (gradient) => send(context, indices, gradient) })];
  },
};

/** Whether the windows lie side by side and fill the padded input, so that each number has one window at most. */
function tiled(context: ReverseContext): boolean {
  const { node } = context;
  const kernels = numbersAttribute(node, 'kernel_shape')!;
  return windowsOf(context, kernels).every((window, k) => {
    const [input, output] = [node.inputs[0], node.outputs[0]].map((tensor) => lengthOf(context, tensor, k + 2));
    return (
      window.stride >= spanOf(window) &&
      (output - 1) * window.stride + spanOf(window) === input + window.begin + window.end
    );
  });
}

/**
 * MaxUnpool puts each number to its index; twice as fast as scattering (bench/ops), but it overwrites where windows
 * overlap.
 */
function unpooled(context: ReverseContext, indices: string, gradient: string): string {
  const { node, builder } = context;
  const windows = windowsOf(context, numbersAttribute(node, 'kernel_shape')!);
  return builder.op('MaxUnpool', [gradient, indices], {
    kernel_shape: ints(windows.map(spanOf)),
    strides: ints(windows.map((w) => w.stride)),
    pads: ints([...windows.map((w) => w.begin), ...windows.map((w) => w.end)]),
  });
}

/**
 * ONNX counts indices through the whole batch; taken modulo one image they scatter into an image, and the batch axis
 * stays symbolic.
 */
function scattered(context: ReverseContext, indices: string, gradient: string): string {
  const { node, builder } = context;
  const lengths = lengthsOf(context, node.inputs[0], 1);
  const size = lengths.reduce((product, length) => product * length, 1);
  const flat = (tensor: string) => reshaped(context, tensor, [0, -1]);
  const values = flat(gradient);
  const zeros = zeroPadded(context, sliced(context, values, 1, 0, 0), 2, [1], [0], [size]);
  const places = builder.op('Mod', [flat(indices), builder.integers(size)]);
  const sum = builder.op('ScatterElements', [zeros, places, values], { axis: int(1), reduction: text('add') });
  return reshaped(context, sum, [0, ...lengths]);
}

/** The first maximum over all positions takes the gradient. */
export const globalMaxPoolRule: GradientRule = {
  ops: ['GlobalMaxPool'],
  backward(context) {
    const { node, gradients, builder } = context;
    const [x] = node.inputs;
    const flat = (tensor: string) => reshaped(context, tensor, [0, 0, -1]);
    const positions = flat(x);
    const first = builder.op('ArgMax', [positions], { axis: int(2), keepdims: int(1), select_last_index: int(0) });
    const zeros = new Arithmetic(context).mul(positions, 0);
    const sum = builder.op('ScatterElements', [zeros, first, flat(gradients[0]!)], { axis: int(2) });
    return [reshaped(context, sum, [0, 0, ...lengthsOf(context, x, 2)])];
  },
};
