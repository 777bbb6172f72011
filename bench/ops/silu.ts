import type { GraphBuilder } from '../../src/engine/graph/builder';
import { floats } from '../../src/engine/tensor/tensor';
import { int } from '../../src/engine/graph/model';
import { blocked, type Comparison } from './comparison';

const C = 64;

/** The gradient g of y = x · sigmoid(x), given x, s = sigmoid(x) and y, all between convolutions. */
const between =
  (slope: (b: GraphBuilder, tensors: { x: string; s: string; y: string; g: string }) => string) =>
  (b: GraphBuilder, inputs: readonly string[]): string => {
    const [x, g] = inputs.map((tensor) => blocked(b, tensor, C));
    const s = b.op('Sigmoid', [x]);
    return blocked(b, slope(b, { x, s, y: b.op('Mul', [x, s]), g }), C);
  };

const scaled = (b: GraphBuilder, x: string, slope: number, offset: number): string => {
  const filled = (dims: readonly number[], value: number) =>
    b.constant(floats(dims, new Float32Array(C).fill(value)), 'scale');
  return b.op('Conv', [x, filled([C, 1, 1, 1], slope), filled([C], offset)], { group: int(C) });
};

export const silu: Comparison = {
  id: 'silu',
  question: 'gradient of x · sigmoid(x) between convolutions, 64 × 40 × 40',
  inputs: [
    [1, C, 40, 40],
    [1, C, 40, 40],
  ],
  chosen: 's + y (1 − s), 1 − s a depthwise Conv',
  formulations: [
    {
      name: 'the rules of Mul and Sigmoid',
      write: between((b, { x, s, g }) => {
        const rest = b.op('Sub', [b.scalar(1), s]);
        const ofGate = b.op('Mul', [b.op('Mul', [g, x]), b.op('Mul', [s, rest])]);
        return b.op('Add', [b.op('Mul', [g, s]), ofGate]);
      }),
    },
    {
      name: 's (x − y + 1), x − y + 1 a depthwise Conv and Add',
      write: between((b, { x, s, y, g }) => b.op('Mul', [g, b.op('Mul', [s, b.op('Add', [scaled(b, y, -1, 1), x])])])),
    },
    {
      name: 's + y (1 − s), 1 − s a depthwise Conv',
      write: between((b, { s, y, g }) => b.op('Mul', [g, b.op('Add', [s, b.op('Mul', [y, scaled(b, s, -1, 1)])])])),
    },
  ],
};
