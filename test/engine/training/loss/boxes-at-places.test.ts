import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { prepareWithoutRunning } from '../../../../src/engine/graph/preparation';
import { weightOf } from '../../../../src/engine/graph/weight';
import { createSession } from '../../../../src/engine/session/runtime';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats } from '../../../../src/engine/tensor/tensor';
import { learnable } from '../../../../src/engine/training/learnable';
import { trainingStep } from '../../../../src/engine/training/step';
import { initialState, update } from '../../../../src/engine/training/update';

const [ROWS, PLACES] = [6, 5];
const random = new RandomStream('boxes');
const drawn = (): number[] => Array.from({ length: ROWS * PLACES }, () => random.normal());

/** A network that answers with what it has stored, so that its weights are its output. */
function network() {
  const b = new GraphBuilder();
  b.input('x', 'float32', ['batch', ROWS, PLACES]);
  b.op('Add', ['x', b.weight(weightOf(floats([1, ROWS, PLACES], drawn())), 'stored')], {}, 'y');
  b.output('y', 'y', 'float32', ['batch', ROWS, PLACES]);
  return b.build();
}

/** Two classes, one of which is hot at place 3 and warm at place 2. */
function target(): number[] {
  const values = drawn().map((v, i) => (i < 4 * PLACES ? v : 0));
  values[4 * PLACES + 3] = 1;
  values[4 * PLACES + 2] = 0.4;
  return values;
}

function expected(z: ArrayLike<number>, t: readonly number[], boxWeight: number): number {
  const hot = (p: number): number => Math.max(t[4 * PLACES + p], t[5 * PLACES + p]);
  let [missed, away, objects] = [0, 0, 0];
  for (let i = 4 * PLACES; i < ROWS * PLACES; i++) {
    missed += Math.log1p(Math.exp(z[i])) - t[i] * z[i];
    objects += t[i];
  }
  for (let i = 0; i < 4 * PLACES; i++) away += hot(i % PLACES) * Math.abs(z[i] - t[i]);
  return (missed + (boxWeight * away) / 4) / Math.max(1, objects);
}

describe('the loss of boxes at places', () => {
  it('counts classes everywhere and boxes where an object is, both per object, and its gradient leads down', async () => {
    const model = prepareWithoutRunning(learnable(network(), ['stored'], 'training'));
    const loss = { id: 'boxes-at-places', params: { boxWeight: 3 } };
    const how = {
      parameters: ['stored'],
      mode: 'training',
      loss,
      optimiser: { id: 'sgd', params: { learningRate: 1e-3 } },
    } as const;
    const step = trainingStep({ model, input: 'x', output: 'y' }, how);
    const session = await createSession(step.model, { device: 'cpu', threads: 1 });
    const [x, t] = [drawn(), target()];
    const batch = { input: floats([1, ROWS, PLACES], x), targets: floats([1, ROWS, PLACES], t) };
    const first = await update(step, session, initialState(step), batch);
    assert.ok(Math.abs(first.loss - expected(first.output.data, t, 3)) < 1e-5, `${first.loss}`);
    const { weights } = first.state;
    const before = initialState(step).weights.data;
    for (const i of [2, 3, 4, 4 * PLACES + 3, 5 * PLACES]) {
      const at = (shift: number): number =>
        expected(
          first.output.data.map((v, k) => (k === i ? v + shift : v)),
          t,
          3,
        );
      const slope = (at(1e-3) - at(-1e-3)) / 2e-3;
      assert.ok(Math.abs((before[i] - weights.data[i]) / 1e-3 - slope) < 2e-3, `${i}: ${slope}`);
    }
    await session.release();
  });
});
