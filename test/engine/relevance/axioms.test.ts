import assert from 'node:assert/strict';
import type { Completeness } from '../../../src/engine/attribution/method';
import { deeplift } from '../../../src/engine/attribution/relevance/deeplift';
import { lrp } from '../../../src/engine/attribution/relevance/lrp';
import { lrpComposite } from '../../../src/engine/attribution/relevance/lrp-composite';
import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, text } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import { explain, noise } from '../attribution/perturbation/setup';
import { CHANNELS, SIZE, axes, positive, second, type Body } from './body';
import { mixingBodies } from './mixing-bodies';
import { built } from './networks';

const reduced =
  (op: string): Body =>
  (b, x) =>
    b.op(op, [x, axes(b)], { keepdims: int(1) });
const number = (b: GraphBuilder, truth: string) => b.op('Cast', [truth], { to: int(1) });
const compared = (b: GraphBuilder, op: string, x: string) => b.op(op, [x, second(b, x)]);

/** What nothing but sums, products and activations does: each is fed features of either sign. */
const bodies: Readonly<Record<string, Body>> = {
  'the largest of two signals': (b, x) => b.op('Max', [x, second(b, x)]),
  'the smallest of three signals': (b, x) => b.op('Min', [x, second(b, x), second(b, x, 'third')]),
  'the larger of a signal and a stored level': (b, x) =>
    b.op('Max', [x, b.constant(noise([1, CHANNELS, 1, 1], 'level'))]),
  'the larger of a signal and its mean': (b, x) => b.op('Max', [x, b.op('GlobalAveragePool', [x])]),
  ...Object.fromEntries(
    ['ReduceL1', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp', 'ReduceProd', 'ReduceMax', 'ReduceMean'].map(
      (op) => [op, reduced(op)],
    ),
  ),
  ReduceLogSum: (b, x) => b.op('ReduceLogSum', [positive(b, x), axes(b)], { keepdims: int(1) }),
  'a cumulative sum': (b, x) => b.op('CumSum', [x, b.integers(2)]),
  'a cumulative sum from the end': (b, x) => b.op('CumSum', [x, b.integers(3)], { reverse: int(1) }),
  'a product with a computed mask': (b, x) => b.op('Mul', [x, number(b, b.op('Greater', [x, b.scalar(0.1)]))]),
  'a product with a mask of comparisons': (b, x) =>
    b.op('Mul', [
      number(b, b.op('And', [compared(b, 'Less', x), b.op('Not', [b.op('Greater', [x, b.scalar(0.3)])])])),
      second(b, x, 'masked'),
    ]),
  'a choice by a computed mask': (b, x) =>
    b.op('Where', [
      b.op('Or', [compared(b, 'GreaterOrEqual', x), b.op('Less', [x, b.scalar(-0.2)])]),
      second(b, x, 'chosen'),
      b.op('Mul', [x, b.scalar(0.1)]),
    ]),
  'a root of a square': (b, x) => b.op('Sqrt', [b.op('Mul', [x, x])]),
  'a power below 1': (b, x) => b.op('Pow', [b.op('Abs', [x]), b.scalar(0.3)]),
  'a power of two signals': (b, x) => b.op('Pow', [positive(b, x), second(b, x)]),
  'a power of a stored number': (b, x) => b.op('Pow', [b.scalar(2), x]),
  'a logarithm': (b, x) => b.op('Log', [positive(b, x)]),
  'a logarithm of what has one': (b, x) => {
    const rectified = b.op('Relu', [x]);
    return b.op('Where', [b.op('Greater', [rectified, b.scalar(0)]), b.op('Log', [rectified]), b.scalar(0)]);
  },
  'a direction': (b, x) => b.op('LpNormalization', [x], { axis: int(1), p: int(2) }),
  'a share of sizes': (b, x) => b.op('LpNormalization', [x], { axis: int(1), p: int(1) }),
  LogSoftmax: (b, x) => b.op('LogSoftmax', [x], { axis: int(1) }),
  LRN: (b, x) => b.op('LRN', [x], { size: int(3), alpha: float(0.5) }),
  MeanVarianceNormalization: (b, x) => b.op('MeanVarianceNormalization', [x]),
  'a product of three signals': (b, x) =>
    b.op('Einsum', [x, second(b, x), second(b, x, 'third')], { equation: text('nchw,nchw,nchw->nchw') }),
  ...mixingBodies,
};

/** The body between a convolution and a layer that reads all its features; no biases. */
const network = (name: string) =>
  built([2, SIZE, SIZE], 3, (b) => {
    const features = bodies[name](b, b.op('Conv', ['x', b.constant(noise([CHANNELS, 2, 1, 1], 'features'))]));
    const flat = b.op('Expand', [features, b.integers(1, CHANNELS, SIZE, SIZE)]);
    const weights = b.constant(noise([CHANNELS * SIZE * SIZE, 3], 'last'));
    return b.op('MatMul', [b.op('Reshape', [flat, b.integers(0, -1)]), weights]);
  });
const input = noise([1, 2, SIZE, SIZE], 'axioms');
/** Dead channels, and numbers that are the baseline's. */
const sparse = floats(
  input.dims,
  input.data.map((v, k) => (k % 3 === 0 ? v : 0)),
);

function assertKept({ sum, expected }: Completeness, tolerance = 1e-4): void {
  assert.ok(Math.abs(sum - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${sum} in place of ${expected}`);
}

describe('sum axioms of every operator', () => {
  for (const name of Object.keys(bodies)) {
    // ONNX Runtime's normalisation of a plane is no number.
    for (const baseline of name === 'MeanVarianceNormalization' ? ['uniform'] : ['zeros', 'uniform', 'mean'])
      it(`DeepLIFT keeps the difference from ${baseline} through ${name}`, async () => {
        for (const x of [input, sparse])
          assertKept((await explain(deeplift, network(name), x, { params: { baseline } })).completeness!, 5e-4);
      });
    it(`LRP keeps the score through ${name}`, async () => {
      assertKept((await explain(lrpComposite, network(name), input)).completeness!, 1e-3);
      for (const rule of ['epsilon', 'generalisedGamma'])
        assertKept((await explain(lrp, network(name), input, { params: { rule } })).completeness!, 1e-3);
    });
  }
});
