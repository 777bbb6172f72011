import { assertGradient, type Operand } from './harness';

const cases: readonly (readonly [string, ...(readonly number[])[]])[] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['bhid,bhjd->bhij', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['bij,bjk', [2, 3, 2], [2, 2, 4]],
  ['...ij,jk->...ik', [2, 3, 4], [4, 2]],
  ['bchw->bc', [2, 3, 2, 2]],
  ['ij->ji', [2, 3]],
  ['bi,bj,bk->bijk', [2, 2], [2, 3], [2, 2]],
  ['bhwc,hkc->bhwk', [1, 3, 2, 4], [3, 2, 4]],
  ['bi,bi->b', [2, 5], [2, 5]],
];

describe('gradients of Einsum', () => {
  for (const [equation, ...shapes] of cases) {
    it(equation, () =>
      assertGradient({
        op: 'Einsum',
        inputs: shapes.map((dims): Operand => ({ dims })),
        attributes: { equation },
        step: 0.1,
      }),
    );
  }
});
