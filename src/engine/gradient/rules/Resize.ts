import { float, numbersAttribute, stringAttribute, type Attributes } from '../../graph/model';
import { asFloats, floats } from '../../tensor/tensor';
import { contracted, identityMatrix } from '../linear';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, lengthOf, reshaped } from '../shaping';

/** Attributes that change how one axis is sampled; the rest say which axes and sizes are meant. */
const SAMPLING = [
  'mode',
  'coordinate_transformation_mode',
  'nearest_mode',
  'cubic_coeff_a',
  'exclude_outside',
  'antialias',
];

/**
 * Resampling is linear and separable: each axis is a matrix, and the gradient is multiplied by its transpose.
 * The matrix is what Resize itself makes of the identity, so every mode is followed exactly.
 */
export const resizeRule: GradientRule = {
  ops: ['Resize'],
  backward(context) {
    const { node, gradients, shape } = context;
    const [from, to] = [shape(node.inputs[0]), shape(node.outputs[0])];
    const rank = from.length;
    const crops = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') === 'tf_crop_and_resize';
    const changed = (axis: number) =>
      from[axis] !== to[axis] || from[axis] === null || (crops && typeof from[axis] === 'number');
    const axes = resizedAxes(context, rank).filter(changed);
    return [
      axes.reduce((g, axis) => contracted(context, g, rank, axis, samplingMatrix(context, axis, rank)), gradients[0]!),
    ];
  },
};

function resizedAxes({ node }: ReverseContext, rank: number): number[] {
  return numbersAttribute(node, 'axes')?.map((axis) => axisOf(axis, rank)) ?? Array.from({ length: rank }, (_, k) => k);
}

/** [input, output] along one axis: the rows of the identity, resized. */
function samplingMatrix(context: ReverseContext, axis: number, rank: number): string {
  const { node, builder } = context;
  const size = lengthOf(context, node.inputs[0], axis);
  const length = lengthOf(context, node.outputs[0], axis);
  const position = resizedAxes(context, rank).indexOf(axis);
  const scale = valueAt(context, node.inputs[2], position);
  const roi = node.inputs[1] ? context.constant(node.inputs[1]) : undefined;
  const region = roi && roi.data.length > 0 ? asFloats(roi).data : undefined;
  const bounds = region ? [region[position], region[position + region.length / 2]] : [0, 1];
  const attributes: Attributes = {
    ...Object.fromEntries(SAMPLING.flatMap((name) => (node.attributes[name] ? [[name, node.attributes[name]]] : []))),
    extrapolation_value: float(0),
  };
  const made = builder.op(
    'Resize',
    [
      identityMatrix(context, size, 4),
      builder.constant(floats([8], [0, 0, 0, bounds[0], 1, 1, 1, bounds[1]]), 'roi'),
      ...(scale === undefined
        ? ['', builder.integers(1, 1, size, length)]
        : [builder.constant(floats([4], [1, 1, 1, scale]), 'scales')]),
    ],
    attributes,
  );
  return reshaped(context, made, [size, length]);
}

function valueAt(context: ReverseContext, input: string | undefined, position: number): number | undefined {
  const constant = input ? context.constant(input) : undefined;
  return constant && constant.data.length > 0 ? asFloats(constant).data[position] : undefined;
}
