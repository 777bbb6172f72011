import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import type { OutputForm } from './output-form-cases';

const own = (output: Float32Array): number[] => [...output];
const softmax = (b: GraphBuilder, x: string): string => b.op('Softmax', [x], { axis: int(1) });
const normalised = (b: GraphBuilder, x: string, sum = b.op('ReduceSum', [x, b.integers(1)], { keepdims: int(1) })) =>
  b.op('Div', [x, sum]);
const numbers = (b: GraphBuilder, ...values: number[]): string => b.constant(floats([values.length], values));

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
