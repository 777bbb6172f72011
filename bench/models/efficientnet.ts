import type { Model } from '../../src/engine/graph/model';
import { INPUT, Stack } from './stack';

/** EfficientNet-B0 (Tan and Le 2019, https://arxiv.org/abs/1905.11946): SiLU, squeeze and excitation in every block. */
export function efficientnetB0(): Model {
  const s = new Stack(224);
  let x = s.silu(s.conv(INPUT, 3, 32, 3, 2));
  let channels = 32;
  for (const [expansion, width, blocks, first, kernel] of [
    [1, 16, 1, 1, 3],
    [6, 24, 2, 2, 3],
    [6, 40, 2, 2, 5],
    [6, 80, 3, 2, 3],
    [6, 112, 3, 1, 5],
    [6, 192, 4, 2, 5],
    [6, 320, 1, 1, 3],
  ]) {
    for (let k = 0; k < blocks; k++) {
      const stride = k === 0 ? first : 1;
      const hidden = channels * expansion;
      const wide = expansion === 1 ? x : s.silu(s.conv(x, channels, hidden, 1));
      const spatial = s.silu(s.conv(wide, hidden, hidden, kernel, stride, hidden));
      const narrow = s.conv(excited(s, spatial, hidden, channels / 4), hidden, width, 1);
      x = stride === 1 && channels === width ? s.add(x, narrow) : narrow;
      channels = width;
    }
  }
  return s.finish(s.silu(s.conv(x, channels, 1280, 1)), 1280);
}

/** Each channel times a weight that the means of all channels decide (Hu et al. 2017). */
function excited(s: Stack, x: string, channels: number, narrow: number): string {
  const squeezed = s.silu(s.conv(s.builder.op('GlobalAveragePool', [x]), channels, narrow, 1));
  return s.mul(x, s.builder.op('Sigmoid', [s.conv(squeezed, narrow, channels, 1)]));
}
