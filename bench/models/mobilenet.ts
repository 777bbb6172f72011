import type { Model } from '../../src/engine/graph/model';
import { INPUT, Stack } from './stack';

/** MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381). */
export function mobilenetV2(): Model {
  const s = new Stack(224);
  let x = s.relu6(s.conv(INPUT, 3, 32, 3, 2));
  let channels = 32;
  for (const [expansion, width, blocks, first] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ]) {
    for (let k = 0; k < blocks; k++) {
      const stride = k === 0 ? first : 1;
      const hidden = channels * expansion;
      const wide = expansion === 1 ? x : s.relu6(s.conv(x, channels, hidden, 1));
      const narrow = s.conv(s.relu6(s.conv(wide, hidden, hidden, 3, stride, hidden)), hidden, width, 1);
      x = stride === 1 && channels === width ? s.add(x, narrow) : narrow;
      channels = width;
    }
  }
  return s.finish(s.relu6(s.conv(x, channels, 1280, 1)), 1280);
}
