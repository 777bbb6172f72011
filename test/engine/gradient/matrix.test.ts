import { assertGradient, type Operand } from './harness';

const products: readonly { readonly title: string; readonly inputs: readonly [Operand, Operand] }[] = [
  { title: 'matrices', inputs: [{ dims: [3, 4] }, { dims: [4, 5], batch: false }] },
  { title: 'a stack and a weight', inputs: [{ dims: [2, 3, 4] }, { dims: [4, 5], batch: false }] },
  { title: 'two stacks', inputs: [{ dims: [2, 3, 4, 2] }, { dims: [2, 3, 2, 5] }] },
  { title: 'stacks broadcast', inputs: [{ dims: [2, 1, 4, 2] }, { dims: [3, 2, 5], batch: false }] },
  { title: 'matrix and vector', inputs: [{ dims: [3, 4] }, { dims: [4], batch: false }] },
  {
    title: 'vector and matrix',
    inputs: [
      { dims: [4], batch: false },
      { dims: [4, 3], batch: false },
    ],
  },
  { title: 'stack and vector', inputs: [{ dims: [2, 3, 4] }, { dims: [4], batch: false }] },
  { title: 'vector and stack', inputs: [{ dims: [4], batch: false }, { dims: [2, 4, 3] }] },
  {
    title: 'vectors',
    inputs: [
      { dims: [4], batch: false },
      { dims: [4], batch: false },
    ],
  },
];

describe('gradients of matrix products', () => {
  for (const { title, inputs } of products)
    it(`MatMul: ${title}`, () => assertGradient({ op: 'MatMul', inputs, step: 0.1 }));
  for (const transA of [0, 1]) {
    for (const transB of [0, 1]) {
      it(`Gemm: transA ${transA}, transB ${transB}`, () =>
        assertGradient({
          op: 'Gemm',
          inputs: [
            { dims: transA ? [4, 3] : [3, 4], batch: !transA },
            { dims: transB ? [5, 4] : [4, 5], batch: false },
            { dims: [5], batch: false },
          ],
          attributes: { transA, transB, alpha: 0.7, beta: 1.3 },
          step: 0.1,
        }));
    }
  }
  it('Gemm without a third operand', () =>
    assertGradient({ op: 'Gemm', inputs: [{ dims: [3, 4] }, { dims: [4, 5], constant: true }], step: 0.1 }));
});
