import { int, type Model } from '../../src/engine/graph/model';
import { attention, perceptron } from './attention';
import { CLASSES, INPUT, LOGITS, Stack } from './stack';

const WIDTH = 768;
const SIDE = 14;
const BLOCKS = 12;

/** ViT-B/16 (Dosovitskiy et al. 2020, https://arxiv.org/abs/2010.11929), normalisation before attention. */
export function visionTransformer(): Model {
  const s = new Stack(224);
  const size = { tokens: SIDE * SIDE + 1, width: WIDTH, heads: 12 };
  const patches = s.transposed(s.reshaped(s.patches(INPUT, 3, WIDTH, 16), -1, WIDTH, SIDE * SIDE), 0, 2, 1);
  // The class token for each image of the batch: a constant plus nothing of the first patch.
  const first = s.builder.op('Gather', [patches, s.builder.integers(0)], { axis: int(1) });
  const token = s.add(s.mul(first, s.builder.scalar(0)), s.normal([1, 1, WIDTH], 0.02));
  let x = s.add(s.concat([token, patches]), s.normal([1, size.tokens, WIDTH], 0.02));
  for (let k = 0; k < BLOCKS; k++) {
    x = s.add(x, attention(s, s.layerNorm(x, WIDTH), size));
    x = s.add(x, perceptron(s, s.layerNorm(x, WIDTH), WIDTH));
  }
  const head = s.builder.op('Gather', [s.layerNorm(x, WIDTH), s.builder.integers(0)], { axis: int(1) });
  s.linear(s.flatten(head), WIDTH, CLASSES, LOGITS);
  return s.done();
}
