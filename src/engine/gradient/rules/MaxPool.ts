import { int, text } from '../../graph/model';
import type { GradientRule } from '../rule';
import { reshaped, shapeTensor, zerosLike } from '../shaping';

/** The first maximum of each window in row-major order takes the window's gradient; overlapping windows add. */
export const maxPoolRule: GradientRule = {
  ops: ['MaxPool'],
  backward(context) {
    const { node, gradients, builder } = context;
    const [x] = node.inputs;
    const indices = node.outputs[1] || builder.ops('MaxPool', [x], node.attributes, 2)[1];
    const flat = (tensor: string) => reshaped(context, tensor, [-1]);
    const zeros = flat(zerosLike(context, x));
    const scattered = builder.op('ScatterElements', [zeros, flat(indices), flat(gradients[0]!)], { axis: int(0), reduction: text('add') });
    return [builder.op('Reshape', [scattered, shapeTensor(context, x)])];
  },
};

/** The first maximum over all positions takes the gradient. */
export const globalMaxPoolRule: GradientRule = {
  ops: ['GlobalMaxPool'],
  backward(context) {
    const { node, gradients, builder } = context;
    const [x] = node.inputs;
    const flat = (tensor: string) => builder.op('Reshape', [tensor, builder.integers(0, 0, -1)]);
    const positions = flat(x);
    const first = builder.op('ArgMax', [positions], { axis: int(2), keepdims: int(1), select_last_index: int(0) });
    const zeros = flat(zerosLike(context, x));
    const scattered = builder.op('ScatterElements', [zeros, first, flat(gradients[0]!)], { axis: int(2) });
    return [builder.op('Reshape', [scattered, shapeTensor(context, x)])];
  },
};

