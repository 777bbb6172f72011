import { int, numbersAttribute, OPSET, stringAttribute } from '../model';
import { fromFront, numbersIn } from '../shapes/facts';
import { Replacement } from './replacement';
import { withInput, withoutAttributes, type Upgrader } from './upgrader';

/*
 * Forms that name only some axes, or leave one out, are brought to those that name every axis: ONNX Runtime's transpose
 * optimiser overlooks the former and makes wrong graphs of them.
 */

/** One entry of a list that names some axes: a known number, or the place where it stands. */
interface Listed {
  readonly list: string;
  readonly at: number;
}

/** A list with an entry for every axis: those that are listed, and what holds for the others. */
function completed(made: Replacement, entries: readonly (Listed | string)[]): string {
  const parts = entries.map((entry) => {
    if (typeof entry === 'string') return entry;
    const [from, to, axis] = [entry.at, entry.at + 1, 0].map((value) => made.integers(value));
    return made.op('Slice', [entry.list, from, to, axis]);
  });
  return made.op('Concat', parts, { axis: int(0) });
}

/** The axes that are listed, counted from the front; undefined where they or the rank are not known. */
function axesOf(given: readonly number[] | undefined, rank: number | undefined): number[] | undefined {
  return rank === undefined ? undefined : given?.map((axis) => fromFront(axis, rank));
}

export const paddedAxes: Upgrader = {
  ops: ['Pad'],
  before: OPSET + 1,
  upgrade(node, context) {
    const [x, pads, value = '', listed] = node.inputs;
    const rank = context.facts(x)?.shape?.length;
    const axes = listed ? axesOf(numbersIn(context.facts(listed)), rank) : undefined;
    if (!axes) return [node];
    const made = new Replacement(node, context);
    const none = made.integers(0);
    const side = (first: number) =>
      Array.from({ length: rank! }, (_, axis): Listed | string => {
        const k = axes.lastIndexOf(axis);
        return k < 0 ? none : { list: pads, at: first + k };
      });
    const whole = completed(made, [...side(0), ...side(axes.length)]);
    return [...made.nodes, { ...node, inputs: value ? [x, whole, value] : [x, whole] }];
  },
};

export const resizedAxes: Upgrader = {
  ops: ['Resize'],
  before: OPSET + 1,
  upgrade(node, context) {
    const [x, region = '', scales = '', sizes = ''] = node.inputs;
    const shape = context.facts(x)?.shape;
    const axes = axesOf(numbersAttribute(node, 'axes'), shape?.length);
    const keepsAspect = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch') !== 'stretch';
    if (!axes || !shape || keepsAspect) return [node];
    const made = new Replacement(node, context);
    const side = (list: string, first: number, other: (axis: number) => string) =>
      shape.map((_, axis): Listed | string => {
        const k = axes.lastIndexOf(axis);
        return k < 0 ? other(axis) : { list, at: first + k };
      });
    const length = (axis: number): string => made.op('Shape', [x], { start: int(axis), end: int(axis + 1) });
    const corner = (at: number) => () => made.floats(at);
    let inputs: readonly string[] = [x];
    if (region)
      inputs = withInput(
        inputs,
        1,
        completed(made, [...side(region, 0, corner(0)), ...side(region, axes.length, corner(1))]),
      );
    if (scales) inputs = withInput(inputs, 2, completed(made, side(scales, 0, corner(1))));
    if (sizes) inputs = withInput(inputs, 3, completed(made, side(sizes, 0, length)));
    return [...made.nodes, { ...node, inputs, attributes: withoutAttributes(node.attributes, 'axes') }];
  },
};

/** A vector becomes a row or a column, whose axis is taken off the product again. */
export const vectorProducts: Upgrader = {
  ops: ['MatMul'],
  before: OPSET + 1,
  upgrade(node, context) {
    const [left, right] = node.inputs.map((name) => context.facts(name)?.shape?.length);
    if (left === undefined || right === undefined || (left !== 1 && right !== 1)) return [node];
    const made = new Replacement(node, context);
    const row = left === 1 ? made.op('Unsqueeze', [node.inputs[0], made.integers(0)]) : node.inputs[0];
    const column = right === 1 ? made.op('Unsqueeze', [node.inputs[1], made.integers(1)]) : node.inputs[1];
    const added = [...(left === 1 ? [-2] : []), ...(right === 1 ? [-1] : [])];
    made.op('Squeeze', [made.op('MatMul', [row, column]), made.integers(...added)], {}, node.outputs[0]);
    return made.nodes;
  },
};
