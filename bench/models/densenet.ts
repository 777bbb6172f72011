import type { Model } from '../../src/engine/graph/model';
import { INPUT, Stack } from './stack';

/**
 * DenseNet-121 (Huang et al. 2016, https://arxiv.org/abs/1608.06993), with normalisation before activation, which
 * cannot be folded.
 */
export function densenet121(): Model {
  const s = new Stack(224);
  const growth = 32;
  let x = s.pool(s.relu(s.conv(INPUT, 3, 64, 7, 2)), 'MaxPool', 3, 2, 1);
  let channels = 64;
  for (const [stage, layers] of [6, 12, 24, 16].entries()) {
    for (let k = 0; k < layers; k++) {
      const narrow = s.relu(s.conv(s.relu(s.normalise(x, channels)), channels, 4 * growth, 1));
      x = s.concat([x, s.conv(narrow, 4 * growth, growth, 3)]);
      channels += growth;
    }
    if (stage === 3) break;
    x = s.pool(s.conv(s.relu(s.normalise(x, channels)), channels, channels / 2, 1), 'AveragePool', 2, 2);
    channels /= 2;
  }
  return s.finish(s.relu(s.normalise(x, channels)), channels);
}
