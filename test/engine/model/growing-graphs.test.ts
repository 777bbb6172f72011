import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { logitsOf } from '../../../src/engine/graph/logits';
import { int, type Model } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { NO_NAMES } from '../../../src/engine/label/class-names';
import { modelInput } from '../../../src/engine/model/model-input';

type Step = (b: GraphBuilder, tensor: string) => string;

/** Steps on an image, then one number per channel, then steps on these. */
function graphOf(onImage: readonly Step[], onScores: readonly Step[]): Model {
  const b = new GraphBuilder();
  let tensor = b.input('x', 'float32', ['batch', 3, 8, 8]);
  for (const step of onImage) tensor = step(b, tensor);
  tensor = b.op('Flatten', [b.op('GlobalAveragePool', [tensor])], { axis: int(1) });
  for (const step of onScores) tensor = step(b, tensor);
  b.output(tensor, 'y');
  return prepareWithoutRunning(b.build());
}
const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);
const soon = (work: () => void): void => {
  const start = performance.now();
  work();
  assert.ok(performance.now() - start < 10_000);
};

describe('graphs in which everything doubles', () => {
  const joined: Step = (b, x) => b.op('Concat', [x, x], { axis: int(1) });
  const added: Step = (b, x) => b.op('Add', [x, x]);

  it('are asked for their input in no time', () => {
    soon(() => assert.deepEqual(modelInput(graphOf(times(40, joined), []), {}, NO_NAMES).dims, [3, 8, 8]));
    soon(() => assert.deepEqual(modelInput(graphOf(times(60, added), []), {}, NO_NAMES).dims, [3, 8, 8]));
  });

  it('and inputs of more channels than there are say so', () => {
    const b = new GraphBuilder();
    b.output(b.op('GlobalAveragePool', [b.input('x', 'float32', ['batch', 2e9, 8, 8])]), 'y');
    soon(() =>
      assert.throws(
        () => modelInput(prepareWithoutRunning(b.build()), {}, NO_NAMES),
        /x has 2000000000 channels, more than the 65536/,
      ),
    );
  });

  it('are asked for their scores in no time, however long the way from there is', () => {
    const softmax: Step = (b, x) => b.op('Softmax', [x], { axis: int(-1) });
    soon(() => assert.ok(logitsOf(graphOf([], [softmax, ...times(60, added)]))));
    soon(() => assert.ok(logitsOf(graphOf([], [softmax, ...times(5000, (b, x) => b.op('Clip', [x]))]))));
  });
});
