import { int, ints, text } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import { noise } from '../attribution/perturbation/setup';
import { CHANNELS, SIZE, axes, kernel, positive, second, type Body } from './body';

/** More of what networks have between their layers: what picks, sorts, compares and mixes. */
export const mixingBodies: Readonly<Record<string, Body>> = {
  'two channels picked, one twice': (b, x) => b.op('Gather', [x, b.integers(2, 0, 2, 1)], { axis: int(1) }),
  'channels weighed by what they are': (b, x) =>
    b.op('Mul', [x, b.op('Sigmoid', [b.op('Conv', [b.op('GlobalAveragePool', [x]), kernel(b, 'gate')])])]),
  'the product of a signal and itself': (b, x) => b.op('Mul', [x, x]),
  'the quotient of two signals': (b, x) => b.op('Div', [x, b.op('Add', [positive(b, second(b, x)), b.scalar(1)])]),
  'every channel with every other': (b, x) => b.op('Einsum', [x, second(b, x)], { equation: text('nchw,ndhw->ndhw') }),
  'attention of places': (b, x) => {
    const flat = (tensor: string) => b.op('Reshape', [tensor, b.integers(0, 0, -1)]);
    const [q, k] = [flat(x), flat(second(b, x))];
    const weights = b.op('Softmax', [b.op('MatMul', [b.op('Transpose', [q], { perm: ints([0, 2, 1]) }), k])], {
      axis: int(-1),
    });
    return b.op('Reshape', [b.op('MatMul', [q, weights]), b.integers(0, 0, SIZE, SIZE)]);
  },
  'a signal bounded by another': (b, x) => b.op('Min', [b.op('Max', [x, b.op('Neg', [positive(b, x)])]), second(b, x)]),
  'the middle of three signals': (b, x) => {
    const [y, z] = [second(b, x), second(b, x, 'third')];
    return b.op('Max', [b.op('Min', [x, y]), b.op('Min', [b.op('Max', [x, y]), z])]);
  },
  'the range of a plane': (b, x) => {
    const over = b.integers(2, 3);
    return b.op('Sub', [b.op('ReduceMax', [x, over]), b.op('ReduceMin', [x, over])]);
  },
  'root mean squares': (b, x) => {
    const mean = b.op('ReduceMean', [b.op('Mul', [x, x]), axes(b)]);
    return b.op('Div', [x, b.op('Sqrt', [b.op('Add', [mean, b.scalar(1e-2)])])]);
  },
  'a product with a mask that is stored': (b, x) =>
    b.op('Mul', [x, b.constant(floats([1, CHANNELS, 1, 1], [1, 0, 1, 0]))]),
  'a choice by a mask that is stored': (b, x) =>
    b.op('Where', [
      b.op('Greater', [b.constant(floats([1, CHANNELS, 1, 1], [1, -1, 1, -1])), b.scalar(0)]),
      x,
      second(b, x),
    ]),
  'what is below its mean is cut': (b, x) => {
    const kept = b.op('Not', [b.op('Less', [x, b.op('ReduceMean', [x, b.integers(2, 3)])])]);
    return b.op('Where', [kept, x, b.scalar(0)]);
  },
  'a cumulative sum of what comes before': (b, x) => b.op('CumSum', [x, b.integers(3)], { exclusive: int(1) }),
  'two cumulative sums': (b, x) => b.op('CumSum', [b.op('CumSum', [x, b.integers(2)]), b.integers(3)]),
  'a triangle of places': (b, x) => b.op('Trilu', [x], { upper: int(0) }),
  'sine and cosine': (b, x) => b.op('Add', [b.op('Sin', [x]), b.op('Cos', [second(b, x)])]),
  'an error function': (b, x) => b.op('Erf', [x]),
  'a hard swish': (b, x) => b.op('HardSwish', [b.op('Mul', [x, b.scalar(4)])]),
  'PRelu of every channel': (b, x) => b.op('PRelu', [x, b.constant(noise([CHANNELS, 1, 1], 'slope'))]),
  'a mixture by Softmax': (b, x) => b.op('Mul', [b.op('Softmax', [x], { axis: int(1) }), second(b, x)]),
  'maxout of pairs': (b, x) => {
    const pairs = b.op('Reshape', [x, b.integers(0, 2, 2, SIZE, SIZE)]);
    const largest = b.op('ReduceMax', [pairs, b.integers(2)], { keepdims: int(0) });
    return b.op('Concat', [largest, largest], { axis: int(1) });
  },
};
