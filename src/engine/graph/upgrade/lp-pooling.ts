import { int, numberAttribute, numbersAttribute, OPSET } from '../model';
import { Replacement } from './replacement';
import { withoutAttributes, type Upgrader } from './upgrader';

/** A p-norm over windows: the mean of |x|ᵖ times the size of the window, and its p-th root. */
export const windowNorms: Upgrader = {
  ops: ['LpPool'],
  before: OPSET + 1,
  upgrade(node, context) {
    const [x] = node.inputs;
    const kernel = numbersAttribute(node, 'kernel_shape');
    // Windows that are rounded up have other sizes.
    if (!kernel || numberAttribute(node, 'ceil_mode', 0) !== 0) return [node];
    const made = new Replacement(node, context);
    const scalar = (value: number) => made.scalar(value, x);
    const p = scalar(numberAttribute(node, 'p', 2));
    const attributes = { ...withoutAttributes(node.attributes, 'p'), count_include_pad: int(1) };
    const mean = made.op('AveragePool', [made.op('Pow', [made.op('Abs', [x]), p])], attributes);
    const sum = made.op('Mul', [mean, scalar(kernel.reduce((size, side) => size * side, 1))]);
    made.op('Pow', [sum, scalar(1 / numberAttribute(node, 'p', 2))], {}, node.outputs[0]);
    return made.nodes;
  },
};

/** The same over all positions. */
export const globalNorms: Upgrader = {
  ops: ['GlobalLpPool'],
  before: OPSET + 1,
  upgrade(node, context) {
    const [x] = node.inputs;
    const rank = context.facts(x)?.shape?.length;
    const p = numberAttribute(node, 'p', 2);
    if (rank === undefined || (p !== 1 && p !== 2)) return [node];
    const made = new Replacement(node, context);
    const axes = made.integers(...Array.from({ length: rank - 2 }, (_, k) => k + 2));
    made.op(`ReduceL${p}`, [x, axes], { keepdims: int(1) }, node.outputs[0]);
    return made.nodes;
  },
};
