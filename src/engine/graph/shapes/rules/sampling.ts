import { numberAttribute, numbersAttribute, stringAttribute, type Dimension } from '../../model';
import { times } from '../dimension';
import { fromFront, type ShapeContext, type ShapeRule } from '../facts';

export const resize: ShapeRule = {
  ops: ['Resize'],
  infer: (context) => [{ type: context.type(0), shape: resizedShape(context) }],
};

function resizedShape({ node, shape, input, numbers }: ShapeContext): Dimension[] | null {
  const from = shape(0);
  if (!from) return null;
  const axes =
    numbersAttribute(node, 'axes')?.map((axis) => fromFront(axis, from.length)) ?? from.map((_, axis) => axis);
  const sizes = input(3)?.contents;
  const scales = input(2)?.contents;
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  const lengths: Dimension[] = [...from];
  axes.forEach((axis, k) => {
    lengths[axis] = sizes ? sizes[k] : scaled(from[axis], scales?.[k] ?? null);
  });
  if (sizes && policy !== 'stretch') return keptAspect(from, axes, numbers(3), policy === 'not_larger');
  return lengths;
}

/** floor(length × scale); a symbol keeps its name where the scale is whole. */
function scaled(length: Dimension, scale: Dimension): Dimension {
  if (typeof length === 'number' && typeof scale === 'number') return Math.floor(length * scale + 1e-6);
  return Number.isInteger(scale) ? times(length, scale) : null;
}

function keptAspect(
  from: readonly Dimension[],
  axes: readonly number[],
  sizes: readonly number[] | undefined,
  notLarger: boolean,
): Dimension[] {
  if (!sizes || axes.some((axis) => typeof from[axis] !== 'number'))
    return from.map((d, axis) => (axes.includes(axis) ? null : d));
  const ratios = axes.map((axis, k) => sizes[k] / (from[axis] as number));
  const scale = notLarger ? Math.min(...ratios) : Math.max(...ratios);
  return from.map((d, axis) => (axes.includes(axis) ? Math.round((d as number) * scale) : d));
}

/** Samples [N, C, H, W] at the points of a grid [N, h, w, 2] (or the volumetric forms). */
export const gridSample: ShapeRule = {
  ops: ['GridSample'],
  infer({ shape, type }) {
    const from = shape(0);
    const grid = shape(1);
    return [{ type: type(0), shape: from && grid && [from[0], from[1], ...grid.slice(1, -1)] }];
  },
};

export const affineGrid: ShapeRule = {
  ops: ['AffineGrid'],
  infer({ type, input }) {
    const size = input(1)?.contents;
    return [{ type: type(0), shape: size ? [size[0], ...size.slice(2), size.length - 2] : null }];
  },
};

export const regionAlign: ShapeRule = {
  ops: ['RoiAlign', 'MaxRoiPool'],
  infer({ node, shape, type }) {
    const pooled = numbersAttribute(node, 'pooled_shape') ?? [
      numberAttribute(node, 'output_height', 1),
      numberAttribute(node, 'output_width', 1),
    ];
    return [{ type: type(0), shape: [shape(1)?.[0] ?? null, shape(0)?.[1] ?? null, ...pooled] }];
  },
};
