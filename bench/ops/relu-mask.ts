import type { GraphBuilder } from '../../src/engine/graph/builder';
import { floats } from '../../src/engine/tensor/tensor';
import { int } from '../../src/engine/graph/model';
import { blocked, type Comparison } from './comparison';

const C = 64;

const between =
  (mask: (b: GraphBuilder, y: string, g: string) => string) =>
  (b: GraphBuilder, [y, g]: readonly string[]): string =>
    blocked(b, mask(b, blocked(b, y, C), blocked(b, g, C)), C);

const steep = (b: GraphBuilder, y: string): string =>
  b.op('Conv', [y, b.constant(floats([C, 1, 1, 1], new Float32Array(C).fill(2 ** 100)))], { group: int(C) });

/** g where y > 0, between convolutions. */
export const reluMask: Comparison = {
  id: 'relu-mask',
  question: 'gradient of Relu between convolutions, 64 × 56 × 56',
  inputs: [
    [1, C, 56, 56],
    [1, C, 56, 56],
  ],
  chosen: 'depthwise Conv and Clip, Mul',
  formulations: [
    {
      name: 'Greater, Where',
      write: between((b, y, g) => b.op('Where', [b.op('Greater', [y, b.scalar(0)]), g, b.scalar(0)])),
    },
    {
      name: 'Greater, Cast, Mul',
      write: between((b, y, g) => b.op('Mul', [g, b.op('Cast', [b.op('Greater', [y, b.scalar(0)])], { to: int(1) })])),
    },
    { name: 'Relu, Sign, Mul', write: between((b, y, g) => b.op('Mul', [g, b.op('Sign', [b.op('Relu', [y])])])) },
    {
      name: 'depthwise Conv and Clip, Mul',
      write: between((b, y, g) => b.op('Mul', [g, b.op('Clip', [steep(b, y), b.scalar(0), b.scalar(1)])])),
    },
  ],
};
