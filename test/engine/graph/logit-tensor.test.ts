import assert from 'node:assert/strict';
import { logitsOf } from '../../../src/engine/graph/logits';
import { int } from '../../../src/engine/graph/model';
import { residualNetwork, segmentationNetwork, tail, visionTransformer } from './networks';

describe('finding the logits', () => {
  it('cuts a final softmax, also behind operators that only move numbers', () => {
    const plain = logitsOf(residualNetwork());
    assert.deepEqual(
      { ...plain, reason: '' },
      {
        tensor: '/fc/Gemm_output_0',
        activation: 'softmax',
        link: 'softmax',
        holds: 'logits',
        classAxis: 1,
        kind: 'classification',
        classes: 5,
        reason: '',
      },
    );
    assert.match(plain.reason, /probabilities is the Softmax of \/fc\/Gemm_output_0/);
    const moved = tail(
      (b, x) =>
        b.output(
          b.op('Squeeze', [b.op('Identity', [b.op('LogSoftmax', [x], { axis: int(1) })]), b.integers(2, 3)], {}, 'y'),
        ),
      ['batch', 10, 1, 1],
    );
    assert.deepEqual(
      [logitsOf(moved).tensor, logitsOf(moved).kind, logitsOf(moved).classes],
      ['scores', 'classification', 10],
    );
  });

  it('takes one logit as two classes', () => {
    const model = tail((b, x) => b.output(b.op('Sigmoid', [x], {}, 'y')), ['batch', 1]);
    assert.deepEqual(
      { ...logitsOf(model), reason: '' },
      {
        tensor: 'scores',
        activation: 'sigmoid',
        link: 'sigmoid',
        holds: 'logits',
        kind: 'binary',
        classes: 2,
        single: true,
        reason: '',
      },
    );
  });

  it('sees scores at every position as dense', () => {
    const { tensor, kind, classes, activation } = logitsOf(segmentationNetwork());
    assert.deepEqual([tensor, kind, classes, activation], ['/head/Conv_output_0', 'dense', 3, 'sigmoid']);
  });

  it('takes an output as it is where nothing is cut, and says so', () => {
    const logits = logitsOf(visionTransformer());
    assert.deepEqual([logits.tensor, logits.activation, logits.classes], ['logits', 'none', 5]);
    assert.match(logits.reason, /not the result of a Softmax/);
  });

  it('does not take a gate inside the network for the end of it', () => {
    const model = tail((b, x) => b.output(b.op('Mul', [x, b.op('Sigmoid', [x])], {}, 'y')));
    assert.equal(logitsOf(model).tensor, 'y');
  });

  it('prefers the output that ends in a softmax, then floating-point scores', () => {
    const several = tail((b, x) => {
      b.output(b.op('Sum', [x], {}, 'features'));
      b.output(b.op('Softmax', [x], {}, 'y'));
    });
    assert.equal(logitsOf(several).tensor, 'scores');
    const labels = tail((b, x) => {
      b.output(b.op('Cast', [b.op('Exp', [x])], { to: int(7) }, 'label'), 'label', 'int64');
      b.output(b.op('Sum', [x], {}, 'y'));
    });
    assert.equal(logitsOf(labels).tensor, 'y');
  });
});
