import { numberAttribute, numbersAttribute, type Dimension } from '../../model';
import { broadcastShape, floorQuotient, productOf, quotient, times } from '../dimension';
import { fromFront, type ShapeContext, type ShapeRule } from '../facts';

export const reshape: ShapeRule = {
  ops: ['Reshape'],
  infer: (context) => [{ type: context.type(0), shape: reshapedShape(context) }],
};

function reshapedShape({ node, shape, input }: ShapeContext): Dimension[] | null {
  const from = shape(0);
  const target = input(1)?.contents;
  const rank = input(1)?.shape?.[0];
  if (!target) return typeof rank === 'number' ? Array.from({ length: rank }, () => null) : null;
  const copies = numberAttribute(node, 'allowzero', 0) === 0;
  const dims = target.map((d, axis) => (d === 0 && copies ? (from?.[axis] ?? null) : d));
  const free = dims.indexOf(-1);
  if (free >= 0)
    dims[free] = from ? (quotient(productOf(from), productOf(dims.filter((_, axis) => axis !== free))) ?? null) : null;
  return onlyUnknownFilled(dims, from);
}

/** A single unknown length follows from the number of elements. */
function onlyUnknownFilled(dims: Dimension[], from: readonly Dimension[] | null): Dimension[] {
  const unknown = dims.indexOf(null);
  if (unknown < 0 || !from || from.includes(null) || dims.lastIndexOf(null) !== unknown) return dims;
  const rest = productOf(dims.filter((_, axis) => axis !== unknown));
  return dims.map((d, axis) => (axis === unknown ? (quotient(productOf(from), rest) ?? null) : d));
}

export const flatten: ShapeRule = {
  ops: ['Flatten'],
  infer({ node, shape, type }) {
    const from = shape(0);
    const axis = fromFront(numberAttribute(node, 'axis', 1), from?.length ?? 0);
    return [
      { type: type(0), shape: from ? [productOf(from.slice(0, axis)), productOf(from.slice(axis))] : [null, null] },
    ];
  },
};

export const squeeze: ShapeRule = {
  ops: ['Squeeze'],
  infer({ shape, type, input, numbers }) {
    const from = shape(0);
    const axes = numbers(1)?.map((axis) => fromFront(axis, from?.length ?? 0));
    if (!from || (input(1) && !axes) || (!axes && from.includes(null))) return [{ type: type(0), shape: null }];
    return [{ type: type(0), shape: from.filter((d, axis) => (axes ? !axes.includes(axis) : d !== 1)) }];
  },
};

export const unsqueeze: ShapeRule = {
  ops: ['Unsqueeze'],
  infer({ shape, type, numbers }) {
    const from = shape(0);
    const axes = numbers(1);
    if (!from || !axes) return [{ type: type(0), shape: null }];
    const rank = from.length + axes.length;
    const added = new Set(axes.map((axis) => fromFront(axis, rank)));
    const left = [...from];
    return [
      {
        type: type(0),
        shape: Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (left.shift() ?? null))),
      },
    ];
  },
};

export const transpose: ShapeRule = {
  ops: ['Transpose'],
  infer({ node, shape, type }) {
    const from = shape(0);
    const order = numbersAttribute(node, 'perm');
    return [{ type: type(0), shape: from && (order ? order.map((axis) => from[axis]) : [...from].reverse()) }];
  },
};

export const expand: ShapeRule = {
  ops: ['Expand'],
  infer({ shape, type, input }) {
    const target = input(1)?.contents;
    const rank = input(1)?.shape?.[0];
    const wanted = target ?? (typeof rank === 'number' ? Array.from({ length: rank }, () => null) : null);
    return [{ type: type(0), shape: broadcastShape(shape(0), wanted) }];
  },
};

export const tile: ShapeRule = {
  ops: ['Tile'],
  infer({ shape, type, input }) {
    const repeats = input(1)?.contents;
    return [{ type: type(0), shape: shape(0)?.map((d, axis) => times(d, repeats?.[axis] ?? null)) ?? null }];
  },
};

export const depthToSpace: ShapeRule = {
  ops: ['DepthToSpace'],
  infer({ node, shape, type }) {
    const size = numberAttribute(node, 'blocksize', 1);
    const from = shape(0);
    return [
      {
        type: type(0),
        shape: from && [from[0], floorQuotient(from[1], size * size), times(from[2], size), times(from[3], size)],
      },
    ];
  },
};

export const spaceToDepth: ShapeRule = {
  ops: ['SpaceToDepth'],
  infer({ node, shape, type }) {
    const size = numberAttribute(node, 'blocksize', 1);
    const from = shape(0);
    return [
      {
        type: type(0),
        shape: from && [
          from[0],
          times(from[1], size * size),
          floorQuotient(from[2], size),
          floorQuotient(from[3], size),
        ],
      },
    ];
  },
};
