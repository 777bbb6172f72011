import type { Model } from '../../src/engine/graph/model';
import { INPUT, Stack } from './stack';

/** ResNet-18 (He et al. 2015, https://arxiv.org/abs/1512.03385), batch normalisation folded as exporters do. */
export function resnet18(): Model {
  const s = new Stack(224);
  let x = s.pool(s.relu(s.conv(INPUT, 3, 64, 7, 2)), 'MaxPool', 3, 2, 1);
  let channels = 64;
  for (const [stage, width] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const shortcut = stride === 1 ? x : s.conv(x, channels, width, 1, stride);
      x = s.relu(s.add(s.conv(s.relu(s.conv(x, channels, width, 3, stride)), width, width, 3), shortcut));
      channels = width;
    }
  }
  return s.finish(x, channels);
}

/** ResNet-50 (He et al. 2015), batch normalisation folded. */
export function resnet50(): Model {
  const s = new Stack(224);
  let x = s.pool(s.relu(s.conv(INPUT, 3, 64, 7, 2)), 'MaxPool', 3, 2, 1);
  let channels = 64;
  for (const [stage, blocks] of [3, 4, 6, 3].entries()) {
    const narrow = 64 * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const shortcut = block > 0 ? x : s.conv(x, channels, 4 * narrow, 1, stride);
      const middle = s.relu(s.conv(s.relu(s.conv(x, channels, narrow, 1)), narrow, narrow, 3, stride));
      x = s.relu(s.add(s.conv(middle, narrow, 4 * narrow, 1), shortcut));
      channels = 4 * narrow;
    }
  }
  return s.finish(x, channels);
}
