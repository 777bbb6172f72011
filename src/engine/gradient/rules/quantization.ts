import { numberAttribute } from '../../graph/model';
import type { ElementType } from '../../tensor/tensor';
import { Arithmetic, typeOf } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';

/** The whole numbers of a type. */
const RANGES: Partial<Record<ElementType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
};

/** The scale, against the axes of the tensor that is scaled. */
function scaleOf({ node, builder, shape }: ReverseContext): string {
  const [tensor, scale] = node.inputs;
  const lengths = shape(scale);
  if (lengths.length === 0 || lengths[0] === 1) return scale;
  const rank = shape(tensor).length;
  const axis = numberAttribute(node, 'axis', 1);
  const own = axis < 0 ? axis + rank : axis;
  return builder.op('Reshape', [
    scale,
    builder.integers(...Array.from({ length: rank }, (_, k) => (k === own ? -1 : 1))),
  ]);
}

/**
 * Straight through: rounding counts as no change, and what does not fit into the whole numbers passes nothing.
 * @see Bengio, Léonard & Courville 2013, Estimating or Propagating Gradients Through Stochastic Neurons
 */
export const quantizeRule: GradientRule = {
  ops: ['QuantizeLinear'],
  backward(context) {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const scale = scaleOf(context);
    const passed = math.op('Div', gradients[0]!, scale);
    const range = RANGES[typeOf(context, node.outputs[0])];
    if (!range) return [passed];
    const [x, , zero] = node.inputs;
    const scaled = math.op('Div', x, scale);
    const whole = zero ? math.op('Add', scaled, math.cast(zero)) : scaled;
    const fits = math.op(
      'And',
      math.op('GreaterOrEqual', whole, range[0] - 0.5),
      math.op('LessOrEqual', whole, range[1] + 0.5),
    );
    return [math.where(fits, passed, 0)];
  },
};

/** The whole numbers are scaled. */
export const dequantizeRule: GradientRule = {
  ops: ['DequantizeLinear'],
  backward: (context) => [new Arithmetic(context).op('Mul', context.gradients[0]!, scaleOf(context))],
};
