import { int, type Attributes } from '../../graph/model';
import type { NetworkBuilder } from './builder';
import { lengthOf, placeOf, positive, type Feature } from './feature';
import { slidShape, windowAttributes } from './sliding';
import type { Windows } from './padding';

export type Pooling = 'max' | 'average';

/** Pooling over the spatial axes; an average counts only what lies inside the image, as TensorFlow does. */
export function pooled(builder: NetworkBuilder, feature: Feature, kind: Pooling, windows: Windows): Feature {
  const attributes = windowAttributes(feature, windows);
  const tensor = builder.op(kind === 'max' ? 'MaxPool' : 'AveragePool', [builder.front(feature)], attributes);
  return { tensor, shape: slidShape(feature, windows, feature.shape.at(-1) ?? null), moved: true };
}

const REDUCTIONS = {
  max: 'ReduceMax',
  average: 'ReduceMean',
  sum: 'ReduceSum',
  min: 'ReduceMin',
  product: 'ReduceProd',
} as const;
export type Reduction = keyof typeof REDUCTIONS;

/** Reduction over axes of the network's shape. */
export function reduced(
  builder: NetworkBuilder,
  feature: Feature,
  kind: Reduction,
  axes: readonly number[],
  keep: boolean,
): Feature {
  const rank = feature.shape.length;
  const gone = new Set(axes.map((axis) => positive(axis, rank)));
  const spatial = Array.from({ length: rank - 2 }, (_, k) => k + 1);
  const global = rank >= 3 && gone.size === spatial.length && spatial.every((axis) => gone.has(axis));
  if (global && (kind === 'max' || kind === 'average')) return globallyPooled(builder, feature, kind, keep);
  const survivors = feature.shape.flatMap((_, axis) => (gone.has(axis) ? [] : [placeOf(feature, axis)]));
  // Without the reduced axes the order of the others must be the network's own.
  const source =
    keep || survivors.every((place, k) => k === 0 || place > survivors[k - 1]) ? feature : builder.unmoved(feature);
  const places = [...gone].map((axis) => placeOf(source, axis)).sort((a, b) => a - b);
  const attributes: Attributes = { keepdims: int(keep ? 1 : 0) };
  const tensor = builder.op(REDUCTIONS[kind], [source.tensor, builder.integers(...places)], attributes);
  const shape = keep
    ? feature.shape.map((d, axis) => (gone.has(axis) ? 1 : d))
    : feature.shape.filter((_, axis) => !gone.has(axis));
  return { tensor, shape, moved: keep && source.moved };
}

/** Over all positions: the form that ONNX Runtime pools in its fast layout. */
function globallyPooled(builder: NetworkBuilder, feature: Feature, kind: Pooling, keep: boolean): Feature {
  const tensor = builder.op(kind === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool', [builder.front(feature)]);
  const [batch, channels] = [feature.shape[0], feature.shape.at(-1) ?? null];
  const kept: Feature = { tensor, shape: [batch, ...feature.shape.slice(1, -1).map(() => 1), channels], moved: true };
  if (keep) return kept;
  const target = lengthOf(feature, -1) ?? -1;
  return {
    tensor: builder.op('Reshape', [tensor, builder.integers(0, target)]),
    shape: [batch, channels],
    moved: false,
  };
}
