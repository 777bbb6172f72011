import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import type { OutputForm } from './output-form-cases';

const own = (output: Float32Array): number[] => [...output];
const softmax = (b: GraphBuilder, x: string): string => b.op('Softmax', [x], { axis: int(1) });
const normalised = (b: GraphBuilder, x: string, sum = b.op('ReduceSum', [x, b.integers(1)], { keepdims: int(1) })) =>
  b.op('Div', [x, sum]);
const numbers = (b: GraphBuilder, ...values: number[]): string => b.constant(floats([values.length], values));

const surprising = (output: Float32Array): number[] => [...output].map((value) => Math.exp(-value));
/** Twelve scores as three classes at four places. */
const placed = (b: GraphBuilder, x: string): string => b.op('Reshape', [x, b.integers(-1, 3, 2, 2)]);

/** Probabilities that are made by arithmetic behind the functions that made them first. */
export const composedForms: readonly OutputForm[] = [
  {
    name: 'the exponential of a log-softmax',
    width: 4,
    end: (b, x) => b.op('Exp', [b.op('LogSoftmax', [x], { axis: int(1) })]),
    kind: 'classification',
    says: own,
  },
  {
    name: 'the logarithms of sigmoids',
    width: 3,
    end: (b, x) => b.op('Log', [b.op('Sigmoid', [x])]),
    kind: 'multilabel',
    says: (output) => [...output].map(Math.exp),
  },
  {
    name: 'sigmoids that add up to one',
    width: 4,
    end: (b, x) => normalised(b, b.op('Sigmoid', [x])),
    kind: 'classification',
    says: own,
  },
  {
    name: 'rectified scores that add up to one, kept from dividing by zero',
    width: 4,
    end: (b, x) => {
      const evidence = b.op('Softplus', [x]);
      const sum = b.op('ReduceSum', [evidence, b.integers(1)], { keepdims: int(1) });
      return normalised(b, evidence, b.op('Add', [sum, numbers(b, 1e-9)]));
    },
    kind: 'classification',
    says: own,
  },
  {
    name: 'a softmax under how frequent the classes are',
    width: 4,
    end: (b, x) => normalised(b, b.op('Mul', [softmax(b, x), numbers(b, 0.1, 0.2, 0.3, 0.4)])),
    kind: 'classification',
    says: own,
  },
  {
    name: 'labels under the first of them',
    width: 4,
    end: (b, x) => {
      const each = b.op('Sigmoid', [x]);
      return b.op('Mul', [each, b.op('Slice', [each, b.integers(0), b.integers(1), b.integers(1)])]);
    },
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'what a loss reads: logarithms of a softmax with the other sign',
    width: 4,
    end: (b, x) => b.op('Neg', [b.op('LogSoftmax', [x], { axis: int(1) })]),
    kind: 'classification',
    says: surprising,
  },
  {
    name: 'the same, less than zero',
    width: 4,
    end: (b, x) => b.op('Sub', [numbers(b, 0), b.op('Log', [softmax(b, x)])]),
    kind: 'classification',
    says: surprising,
  },
  {
    name: 'minus one times the logarithms of sigmoids',
    width: 3,
    end: (b, x) => b.op('Mul', [b.op('Log', [b.op('Sigmoid', [x])]), numbers(b, -1)]),
    kind: 'multilabel',
    says: surprising,
  },
  {
    name: 'the logarithms of sigmoids by a softplus',
    width: 3,
    end: (b, x) => b.op('Neg', [b.op('Softplus', [b.op('Neg', [x])])]),
    kind: 'multilabel',
    says: (output) => [...output].map(Math.exp),
  },
  {
    name: 'sigmoids by a hyperbolic tangent',
    width: 3,
    end: (b, x) => {
      const tangent = b.op('Tanh', [b.op('Mul', [x, numbers(b, 0.5)])]);
      return b.op('Add', [b.op('Mul', [tangent, numbers(b, 0.5)]), numbers(b, 0.5)]);
    },
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'a hyperbolic tangent, moved and halved',
    width: 3,
    end: (b, x) => b.op('Div', [b.op('Add', [numbers(b, 1), b.op('Tanh', [x])]), numbers(b, 2)]),
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'the mean of a softmax at every place',
    width: 12,
    end: (b, x) => b.op('GlobalAveragePool', [softmax(b, placed(b, x))]),
    kind: 'classification',
    says: own,
  },
  {
    name: 'the mean of a softmax at every place, as a reduction',
    width: 12,
    end: (b, x) => b.op('ReduceMean', [softmax(b, placed(b, x)), b.integers(-1, -2)], { keepdims: int(0) }),
    kind: 'classification',
    says: own,
  },
  {
    name: 'the largest sigmoid of all places',
    width: 12,
    end: (b, x) => b.op('ReduceMax', [b.op('Sigmoid', [placed(b, x)]), b.integers(2, 3)], { keepdims: int(0) }),
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'that a label is somewhere: one less the product of its absences',
    width: 12,
    end: (b, x) => {
      const absent = b.op('Sub', [numbers(b, 1), b.op('Sigmoid', [placed(b, x)])]);
      return b.op('Sub', [numbers(b, 1), b.op('ReduceProd', [absent, b.integers(2, 3)], { keepdims: int(0) })]);
    },
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'several choices in a row',
    width: 6,
    end: (b, x) =>
      b.op('Flatten', [b.op('Softmax', [b.op('Reshape', [x, b.integers(-1, 3, 2)])], { axis: int(2) })], {
        axis: int(1),
      }),
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'the row of the chosen class',
    width: 4,
    end: (b, x) => {
      const plain = softmax(b, x);
      b.op('Identity', [plain], {}, 'plain');
      const chosen = b.op('ArgMax', [plain], { axis: int(1), keepdims: int(0) });
      return b.op('OneHot', [chosen, b.integers(4), numbers(b, 0, 1)]);
    },
    plain: 'plain',
    kind: 'classification',
    says: own,
  },
];
