import type { Model } from '../../src/engine/graph/model';
import { CLASSES, INPUT, LOGITS, Stack } from './stack';

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, https://arxiv.org/abs/1602.07360, and its repository): fire modules, no dense
 * layer.
 */
export function squeezenet(): Model {
  const s = new Stack(224);
  let x = s.relu(s.conv(INPUT, 3, 64, 3, 2));
  let channels = 64;
  const fire = (narrow: number, wide: number): void => {
    const squeezed = s.relu(s.conv(x, channels, narrow, 1));
    x = s.concat([s.relu(s.conv(squeezed, narrow, wide, 1)), s.relu(s.conv(squeezed, narrow, wide, 3))]);
    channels = 2 * wide;
  };
  for (const stage of [
    [
      [16, 64],
      [16, 64],
    ],
    [
      [32, 128],
      [32, 128],
    ],
    [
      [48, 192],
      [48, 192],
      [64, 256],
      [64, 256],
    ],
  ]) {
    x = s.pool(x, 'MaxPool', 3, 2);
    for (const [narrow, wide] of stage) fire(narrow, wide);
  }
  const classes = s.relu(s.conv(x, channels, CLASSES, 1));
  s.builder.op('Flatten', [s.builder.op('GlobalAveragePool', [classes])], {}, LOGITS);
  return s.done();
}
