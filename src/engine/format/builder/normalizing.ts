import { float, int } from '../../graph/model';
import { floats, reshaped, type FloatTensor } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import { combined } from './joining';
import { lengthOf, positive, type Feature } from './feature';

/** What normalises each channel by stored statistics; absent scale is 1, absent offset 0. */
export interface Statistics {
  readonly mean: FloatTensor;
  readonly variance: FloatTensor;
  readonly scale?: FloatTensor;
  readonly offset?: FloatTensor;
  readonly epsilon: number;
}

/** (x − mean) / √(variance + ε) · scale + offset along one axis. */
export function batchNormalized(
  builder: NetworkBuilder,
  feature: Feature,
  statistics: Statistics,
  axis: number,
): Feature {
  const { mean, variance, epsilon } = statistics;
  const channels = mean.data.length;
  const filled = (value: number): FloatTensor => floats([channels], new Float32Array(channels).fill(value));
  const [scale, offset] = [statistics.scale ?? filled(1), statistics.offset ?? filled(0)];
  const rank = feature.shape.length;
  const at = positive(axis, rank);
  if (at === rank - 1 || (at === 1 && !feature.moved)) {
    const source = at === rank - 1 ? builder.moved(feature) : feature;
    const inputs = [scale, offset, mean, variance].map((t, k) =>
      builder.store(t, ['gamma', 'beta', 'moving_mean', 'moving_variance'][k]),
    );
    return {
      ...source,
      tensor: builder.op('BatchNormalization', [source.tensor, ...inputs], { epsilon: float(epsilon) }),
      constant: undefined,
    };
  }
  const factor = floats(
    [channels],
    scale.data.map((s, c) => s / Math.sqrt(variance.data[c] + epsilon)),
  );
  const shift = floats(
    [channels],
    offset.data.map((o, c) => o - mean.data[c] * factor.data[c]),
  );
  return affine(builder, feature, factor, shift, at);
}

/** x · factor + shift with one number per position of an axis, or one for all. */
export function affine(
  builder: NetworkBuilder,
  feature: Feature,
  factor: FloatTensor,
  shift: FloatTensor,
  axis = -1,
): Feature {
  const along = (t: FloatTensor): Feature => {
    if (t.data.length === 1) return builder.constant(reshaped(t, []), 'scalar');
    const after = feature.shape.length - 1 - positive(axis, feature.shape.length);
    return builder.constant(reshaped(t, [t.data.length, ...new Array<number>(after).fill(1)]), 'constant');
  };
  const scaled = factor.data.every((v) => v === 1) ? feature : combined(builder, 'Mul', feature, along(factor));
  return shift.data.every((v) => v === 0) ? scaled : combined(builder, 'Add', scaled, along(shift));
}

/** (x − mean) / √(variance + ε) over the last axes, scaled and shifted; statistics are those of each image. */
export function layerNormalized(
  builder: NetworkBuilder,
  feature: Feature,
  axis: number,
  epsilon: number,
  scale?: FloatTensor,
  offset?: FloatTensor,
): Feature {
  const plain = builder.unmoved(feature);
  const at = positive(axis, feature.shape.length);
  const dims = feature.shape.slice(at).map((_, k) => lengthOf(feature, at + k) ?? 1);
  const gamma = scale ? reshaped(scale, dims) : floats(dims, new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1));
  const inputs = [
    plain.tensor,
    builder.store(gamma, 'gamma'),
    ...(offset ? [builder.store(reshaped(offset, dims), 'beta')] : []),
  ];
  return {
    ...plain,
    tensor: builder.op('LayerNormalization', inputs, { axis: int(at), epsilon: float(epsilon) }),
    constant: undefined,
  };
}
