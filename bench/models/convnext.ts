import type { Model } from '../../src/engine/graph/model';
import { CLASSES, INPUT, LOGITS, Stack } from './stack';

/** ConvNeXt-T (Liu et al. 2022, https://arxiv.org/abs/2201.03545): channels last between depthwise convolutions. */
export function convnextTiny(): Model {
  const s = new Stack(224);
  let x = normed(s, s.patches(INPUT, 3, 96, 4), 96);
  let channels = 96;
  for (const [stage, blocks] of [3, 3, 9, 3].entries()) {
    if (stage > 0) {
      x = s.patches(normed(s, x, channels), channels, 2 * channels, 2);
      channels *= 2;
    }
    for (let k = 0; k < blocks; k++) {
      const rows = s.layerNorm(s.transposed(s.conv(x, channels, channels, 7, 1, channels), 0, 2, 3, 1), channels);
      const dense = s.dense(s.gelu(s.dense(rows, channels, 4 * channels)), 4 * channels, channels);
      x = s.add(x, s.mul(s.transposed(dense, 0, 3, 1, 2), s.normal([channels, 1, 1], 0.1)));
    }
  }
  const mean = s.builder.op('ReduceMean', [x, s.builder.integers(2, 3)]);
  s.linear(s.flatten(normed(s, mean, channels)), channels, CLASSES, LOGITS);
  return s.done();
}

/** Layer normalisation over the channels of [N, C, H, W]. */
const normed = (s: Stack, x: string, channels: number): string =>
  s.transposed(s.layerNorm(s.transposed(x, 0, 2, 3, 1), channels), 0, 3, 1, 2);
