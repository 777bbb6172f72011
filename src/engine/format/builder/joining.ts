import { int } from '../../graph/model';
import { reshaped, type Tensor } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import type { Dimension } from '../../graph/model';
import { placeOf, positive, type Feature } from './feature';

/** An operator on two features, broadcast as NumPy does. */
export function combined(builder: NetworkBuilder, op: string, a: Feature, b: Feature): Feature {
  const [x, y] = aligned(builder, [a, b]);
  return {
    tensor: builder.op(op, [x.tensor, y.tensor]),
    shape: broadcastShape(a.shape, b.shape),
    moved: x.moved || y.moved,
  };
}

/** The second feature where the condition holds, else the third, broadcast. */
export function chosen(builder: NetworkBuilder, condition: Feature, yes: Feature, no: Feature): Feature {
  const [c, a, b] = aligned(builder, [condition, yes, no]);
  const shape = broadcastShape(broadcastShape(condition.shape, yes.shape), no.shape);
  return {
    tensor: builder.op('Where', [c.tensor, a.tensor, b.tensor]),
    shape,
    moved: c.moved || a.moved || b.moved,
    whole: yes.whole,
  };
}

/** Features in one common layout: channels first as soon as one of full rank lies so. */
function aligned(builder: NetworkBuilder, features: readonly Feature[]): Feature[] {
  const rank = Math.max(...features.map((f) => f.shape.length));
  const moves = rank >= 3 && features.some((f) => f.moved && f.shape.length === rank);
  if (!moves) return features.map((f) => builder.unmoved(f));
  return features.map((f) => {
    if (f.shape.length === 0 || f.shape.every((d) => d === 1))
      return f.constant ? builder.constant(reshaped(f.constant, []), 'scalar') : builder.unmoved(f);
    return builder.moved(f.shape.length === rank ? f : widened(builder, builder.unmoved(f), rank));
  });
}

/** Axes of length 1 before the others. */
function widened(builder: NetworkBuilder, feature: Feature, rank: number): Feature {
  const missing = rank - feature.shape.length;
  const shape: Dimension[] = [...new Array<number>(missing).fill(1), ...feature.shape];
  if (feature.constant) return builder.constant(reshaped<Tensor>(feature.constant, shape as number[]), 'constant');
  const axes = Array.from({ length: missing }, (_, k) => k);
  return { tensor: builder.op('Unsqueeze', [feature.tensor, builder.integers(...axes)]), shape, moved: false };
}

/** The shape two broadcast shapes give; an open length stays open unless the other one decides it. */
function broadcastShape(a: readonly Dimension[], b: readonly Dimension[]): Dimension[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, k) => {
    const x = a[k - rank + a.length] ?? (k < rank - a.length ? 1 : null);
    const y = b[k - rank + b.length] ?? (k < rank - b.length ? 1 : null);
    if (x === 1) return y;
    if (y === 1 || x === y) return x;
    return typeof x === 'number' ? x : y;
  });
}

/** Features side by side along an axis of the network's shape. */
export function concatenation(builder: NetworkBuilder, features: readonly Feature[], axis: number): Feature {
  const rank = features[0].shape.length;
  const at = positive(axis, rank);
  const moves = features.some((f) => f.moved);
  const parts = features.map((f) => (moves ? builder.moved(f) : f));
  const lengths = features.map((f) => f.shape[at]);
  const total = lengths.every((d): d is number => typeof d === 'number')
    ? lengths.reduce((sum, d) => sum + d, 0)
    : null;
  const tensor = builder.op(
    'Concat',
    parts.map((f) => f.tensor),
    { axis: int(placeOf(parts[0], at)) },
  );
  return { tensor, shape: features[0].shape.map((d, k) => (k === at ? total : d)), moved: parts[0].moved };
}
