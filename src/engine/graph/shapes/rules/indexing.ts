import { numberAttribute, type Dimension } from '../../model';
import { minus } from '../dimension';
import { fromFront, outputsOf, type Facts, type ShapeContext, type ShapeRule } from '../facts';

export const gather: ShapeRule = {
  ops: ['Gather'],
  infer({ node, shape, type }) {
    const data = shape(0);
    const indices = shape(1);
    if (!data || !indices) return [{ type: type(0), shape: null }];
    const axis = fromFront(numberAttribute(node, 'axis', 0), data.length);
    return [{ type: type(0), shape: [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)] }];
  },
};

export const gatherElements: ShapeRule = {
  ops: ['GatherElements'],
  infer: ({ shape, type }) => [{ type: type(0), shape: shape(1) }],
};

export const gatherND: ShapeRule = {
  ops: ['GatherND'],
  infer({ node, shape, type }) {
    const data = shape(0);
    const indices = shape(1);
    const depth = indices?.at(-1);
    if (!data || !indices || typeof depth !== 'number') return [{ type: type(0), shape: null }];
    return [
      {
        type: type(0),
        shape: [...indices.slice(0, -1), ...data.slice(numberAttribute(node, 'batch_dims', 0) + depth)],
      },
    ];
  },
};

export const slice: ShapeRule = {
  ops: ['Slice'],
  infer: (context) => [{ type: context.type(0), shape: slicedShape(context) }],
};

function slicedShape({ shape, input, numbers }: ShapeContext): Dimension[] | null {
  const data = shape(0);
  if (!data) return null;
  const starts = input(1)?.contents;
  const ends = input(2)?.contents;
  const count = starts?.length ?? (input(1)?.shape?.[0] as number | undefined) ?? data.length;
  const axes = numbers(3) ?? (input(3) ? undefined : Array.from({ length: count }, (_, k) => k));
  if (!axes) return data.map(() => null);
  const steps = numbers(4) ?? (input(4) ? undefined : axes.map(() => 1));
  const result: Dimension[] = [...data];
  axes.forEach((axis, k) => {
    const a = fromFront(axis, data.length);
    result[a] = steps ? slicedLength(data[a], starts?.[k] ?? null, ends?.[k] ?? null, steps[k]) : null;
  });
  return result;
}

/** Elements from `start` to `end` (exclusive), both clamped, negative ones counted from the back. */
function slicedLength(length: Dimension, start: Dimension, end: Dimension, step: number): Dimension {
  if (typeof length === 'number' && typeof start === 'number' && typeof end === 'number') {
    const [from, to] = sliceRange(length, start, end, step);
    return Math.max(0, Math.ceil((to - from) / step));
  }
  if (step !== 1 || start === null || end === null) return null;
  const beyond = typeof end === 'number' && end >= 2 ** 31 - 1;
  const last = beyond || end === length ? length : typeof end === 'number' && end < 0 ? minus(length, -end) : null;
  if (last === null) return null;
  if (start === 0) return last;
  return typeof start === 'number' && start < 0 ? (beyond ? -start : null) : minus(last, start);
}

/** First index and end of a slice after clamping (ONNX Slice). */
export function sliceRange(length: number, start: number, end: number, step: number): readonly [number, number] {
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high);
  return step > 0
    ? [clamp(start, 0, length), clamp(end, 0, length)]
    : [clamp(start, 0, length - 1), clamp(end, -1, length - 1)];
}

export const topK: ShapeRule = {
  ops: ['TopK'],
  infer({ node, shape, type, input }) {
    const data = shape(0);
    const axis = fromFront(numberAttribute(node, 'axis', -1), data?.length ?? 0);
    const kept = data && data.map((d, a) => (a === axis ? (input(1)?.contents?.[0] ?? null) : d));
    return outputsOf(node, (k): Facts => ({ type: k === 0 ? type(0) : 'int64', shape: kept }));
  },
};

/** How many elements are kept depends on the values. */
export const selection: ShapeRule = {
  ops: ['NonZero', 'Compress', 'Unique', 'NonMaxSuppression'],
  infer({ node, shape, type }) {
    if (node.op === 'NonMaxSuppression') return [{ type: 'int64', shape: [null, 3] }];
    if (node.op === 'NonZero') return [{ type: 'int64', shape: [shape(0)?.length ?? null, null] }];
    const axis =
      'axis' in node.attributes ? fromFront(numberAttribute(node, 'axis', 0), shape(0)?.length ?? 0) : undefined;
    const kept = axis === undefined ? [null] : (shape(0)?.map((d, a) => (a === axis ? null : d)) ?? null);
    return outputsOf(node, (k): Facts => (k === 0 ? { type: type(0), shape: kept } : { type: 'int64', shape: [null] }));
  },
};
