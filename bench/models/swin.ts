import { int, type Model } from '../../src/engine/graph/model';
import { attention, perceptron, sliced, tokenMean } from './attention';
import { CLASSES, INPUT, LOGITS, Stack } from './stack';

const WINDOW = 7;
const TOKENS = WINDOW * WINDOW;
const SHIFT = 3;

/** Swin-T (Liu et al. 2021, https://arxiv.org/abs/2103.14030): attention in windows, every second time shifted. */
export function swinTiny(): Model {
  const s = new Stack(224);
  let [side, width] = [56, 96];
  let x = s.layerNorm(s.transposed(s.patches(INPUT, 3, width, 4), 0, 2, 3, 1), width);
  for (const [stage, blocks] of [2, 2, 6, 2].entries()) {
    if (stage > 0) {
      x = merged(s, x, width);
      [side, width] = [side / 2, 2 * width];
    }
    for (let k = 0; k < blocks; k++) {
      const shift = k % 2 === 1 && side > WINDOW ? SHIFT : 0;
      const normal = rolled(s, s.layerNorm(x, width), side, shift);
      x = s.add(x, rolled(s, windowed(s, normal, side, { width, heads: 3 * 2 ** stage, shift }), side, -shift));
      x = s.add(x, perceptron(s, s.layerNorm(x, width), width));
    }
  }
  const tokens = s.reshaped(s.layerNorm(x, width), -1, side * side, width);
  s.linear(tokenMean(s, tokens), width, CLASSES, LOGITS);
  return s.done();
}

/** Attention within windows of 7 × 7 tokens of [N, H, W, C], with a bias by position and a mask where it is shifted. */
function windowed(
  s: Stack,
  x: string,
  side: number,
  { width, heads, shift }: { width: number; heads: number; shift: number },
): string {
  const count = side / WINDOW;
  const split = s.transposed(s.reshaped(x, -1, count, WINDOW, count, WINDOW, width), 0, 1, 3, 2, 4, 5);
  const made = attention(s, s.reshaped(split, -1, TOKENS, width), { tokens: TOKENS, width, heads }, (scores) => {
    const biased = s.add(scores, s.normal([1, heads, TOKENS, TOKENS], 0.02));
    if (shift === 0) return biased;
    const masked = s.add(
      s.reshaped(biased, -1, count * count, heads, TOKENS, TOKENS),
      s.normal([1, count * count, 1, TOKENS, TOKENS], 1),
    );
    return s.reshaped(masked, -1, heads, TOKENS, TOKENS);
  });
  const back = s.transposed(s.reshaped(made, -1, count, count, WINDOW, WINDOW, width), 0, 1, 3, 2, 4, 5);
  return s.reshaped(back, -1, side, side, width);
}

/** Rows and columns moved by some tokens, what leaves on one side entering on the other. */
function rolled(s: Stack, x: string, side: number, shift: number): string {
  if (shift === 0) return x;
  const cut = (shift + side) % side;
  return [1, 2].reduce(
    (moved, axis) =>
      s.builder.op('Concat', [sliced(s, moved, axis, [cut, side]), sliced(s, moved, axis, [0, cut])], {
        axis: int(axis),
      }),
    x,
  );
}

/** 2 × 2 tokens as one of twice their width. */
function merged(s: Stack, x: string, width: number): string {
  const parts = [0, 1].flatMap((column) =>
    [0, 1].map((row) => sliced(s, sliced(s, x, 1, [row, 1e9], 2), 2, [column, 1e9], 2)),
  );
  const joined = s.layerNorm(s.builder.op('Concat', parts, { axis: int(3) }), 4 * width);
  return s.dense(joined, 4 * width, 2 * width);
}
