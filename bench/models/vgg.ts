import type { Model } from '../../src/engine/graph/model';
import { CLASSES, INPUT, LOGITS, Stack } from './stack';

/** VGG-16 (Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556). */
export function vgg16(): Model {
  const s = new Stack(224);
  let x = INPUT;
  let channels = 3;
  for (const [width, layers] of [
    [64, 2],
    [128, 2],
    [256, 3],
    [512, 3],
    [512, 3],
  ]) {
    for (let k = 0; k < layers; k++) {
      x = s.relu(s.conv(x, channels, width, 3));
      channels = width;
    }
    x = s.pool(x, 'MaxPool', 2, 2);
  }
  const hidden = s.relu(s.linear(s.relu(s.linear(s.flatten(x), 512 * 49, 4096)), 4096, 4096));
  s.linear(hidden, 4096, CLASSES, LOGITS);
  return s.done();
}
