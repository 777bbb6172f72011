import { strictEqual } from 'node:assert';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, type Model } from '../../../src/engine/graph/model';
import { packsTwice } from '../../../src/engine/session/packing';
import { floats } from '../../../src/engine/tensor/tensor';

/** A dense layer of so many columns, and its gradient with respect to the input where asked for. */
function dense(columns: number, { backward }: { backward: boolean }): Model {
  const builder = new GraphBuilder();
  builder.input('input', 'float32', ['batch', 1024]);
  const weight = builder.constant(floats([1024, columns]));
  const logits = builder.op('Gemm', ['input', weight]);
  builder.output(backward ? builder.op('Gemm', [logits, weight], { transB: int(1) }) : logits);
  return builder.build();
}

describe('packed copies of dense layers', () => {
  it('are too many where a large one is read forward and backward', () => {
    strictEqual(packsTwice(dense(8192, { backward: true })), true);
  });

  it('are worth their memory where each is read once, or all are small', () => {
    strictEqual(packsTwice(dense(8192, { backward: false })), false);
    strictEqual(packsTwice(dense(1024, { backward: true })), false);
  });
});
