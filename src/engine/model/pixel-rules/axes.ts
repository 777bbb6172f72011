import { numbersAttribute, type Dimension } from '../../graph/model';
import { fromFront } from '../../graph/shapes/facts';
import type { PixelRule } from './rule';

/** Operators that pass numbers on where they are: what they do between positions does not matter here. */
const passing: PixelRule = {
  ops: ['Identity', 'Cast', 'CastLike', 'Round', 'Floor', 'Pad', 'Resize', 'AveragePool', 'MaxPool'],
  follow: ({ pixels }) => [pixels(0)],
};

const transposition: PixelRule = {
  ops: ['Transpose'],
  follow({ node, pixels }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const order = numbersAttribute(node, 'perm') ?? image.axes.map((_, axis) => image.axes.length - 1 - axis);
    return [{ ...image, axes: order.map((axis) => image.axes[axis]) }];
  },
};

/** Only axes of length 1 come or go: the others keep their order. */
const reshaping: PixelRule = {
  ops: ['Reshape', 'Squeeze', 'Unsqueeze'],
  follow({ node, pixels, constant, shape }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const axes = constant(1)?.data;
    if (node.op === 'Unsqueeze' && axes) {
      const rank = image.axes.length + axes.length;
      const added = new Set(Array.from(axes, (axis) => fromFront(axis, rank)));
      const kept = [...image.axes];
      return [{ ...image, axes: Array.from({ length: rank }, (_, k) => (added.has(k) ? null : kept.shift()!)) }];
    }
    const to = shape(0);
    const kept = image.axes.filter((axis) => axis !== null);
    if (node.op === 'Squeeze' && axes) {
      const gone = new Set(Array.from(axes, (axis) => fromFront(axis, image.axes.length)));
      return [{ ...image, axes: image.axes.filter((_, k) => !gone.has(k)) }];
    }
    const long = to?.filter((d) => d !== 1);
    return [to && long?.length === kept.length ? { ...image, axes: refilled(to, kept) } : undefined];
  },
};

const refilled = (to: readonly Dimension[], kept: readonly number[]): (number | null)[] => {
  const rest = [...kept];
  return to.map((d) => (d === 1 ? null : rest.shift()!));
};

/** Rules of operators that leave every number what it is, and the channels together. */
export const axisRules: readonly PixelRule[] = [passing, transposition, reshaping];
