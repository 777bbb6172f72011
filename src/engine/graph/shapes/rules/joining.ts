import { numberAttribute, type Dimension } from '../../model';
import { floorQuotient, minus, plus, quotient, times } from '../dimension';
import { fromFront, outputsOf, type ShapeRule } from '../facts';

export const concatenation: ShapeRule = {
  ops: ['Concat'],
  infer({ node, shape, type }) {
    const shapes = node.inputs.map((_, k) => shape(k));
    const known = shapes.find((s) => s !== null);
    if (!known) return [{ type: type(0), shape: null }];
    const axis = fromFront(numberAttribute(node, 'axis', 0), known.length);
    const lengths = known.map((_, a): Dimension => {
      const column = shapes.map((s) => s?.[a] ?? null);
      return a === axis ? column.reduce(plus) : column.reduce((x, y) => (x === null || typeof y === 'number' ? y : x));
    });
    return [{ type: type(0), shape: lengths }];
  },
};

/** Parts are given by `split`, or equal with a smaller last one. */
export const split: ShapeRule = {
  ops: ['Split'],
  infer({ node, shape, type, input }) {
    const from = shape(0);
    const axis = fromFront(numberAttribute(node, 'axis', 0), from?.length ?? 0);
    const sizes = input(1)?.contents;
    const count = numberAttribute(node, 'num_outputs', node.outputs.length);
    if (!from) return outputsOf(node, () => ({ type: type(0), shape: null }));
    const part = (k: number): Dimension => (input(1) ? (sizes?.[k] ?? null) : equalPart(from[axis], count, k));
    return outputsOf(node, (k) => ({ type: type(0), shape: from.map((d, a) => (a === axis ? part(k) : d)) }));
  },
};

/** Part k of a length cut into `count` parts of ceil(length / count), the last one smaller. */
function equalPart(length: Dimension, count: number, k: number): Dimension {
  const even = quotient(length, count);
  if (even !== undefined) return even;
  const part = floorQuotient(plus(length, count - 1), count);
  return k < count - 1 ? part : minus(length, times(part, count - 1));
}

export const pad: ShapeRule = {
  ops: ['Pad'],
  infer({ shape, type, input, numbers }) {
    const from = shape(0);
    const pads = input(1)?.contents;
    if (!from || !pads) return [{ type: type(0), shape: from?.map(() => null) ?? null }];
    const axes = numbers(3)?.map((axis) => fromFront(axis, from.length)) ?? from.map((_, axis) => axis);
    const lengths = from.map((d, axis) => {
      const k = axes.indexOf(axis);
      return k < 0 ? d : plus(plus(d, pads[k]), pads[k + axes.length]);
    });
    return [{ type: type(0), shape: lengths }];
  },
};

export const oneHot: ShapeRule = {
  ops: ['OneHot'],
  infer({ node, shape, type, input }) {
    const from = shape(0);
    if (!from) return [{ type: type(2), shape: null }];
    const axis = fromFront(numberAttribute(node, 'axis', -1), from.length + 1);
    return [{ type: type(2), shape: [...from.slice(0, axis), input(1)?.contents?.[0] ?? null, ...from.slice(axis)] }];
  },
};
