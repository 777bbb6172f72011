import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { weightOf } from '../../../src/engine/graph/weight';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { learnable } from '../../../src/engine/training/learnable';
import { trainingStep, type StepOptions, type TrainingStep } from '../../../src/engine/training/step';
import { initialState, learned, trained, update } from '../../../src/engine/training/update';
import { LensError } from '../../../src/protocol/error';
import { generator } from '../gradient/harness';

const random = generator(11);
const drawn = (...dims: number[]) =>
  floats(
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
  );

/** Convolution, batch normalisation, ReLU, Dropout and a layer of two classes over 6 × 6 pixels. */
function network(): Model {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', 1, 6, 6]);
  const weight = (tensor: Tensor, name: string) => builder.weight(weightOf(tensor), name);
  const one = floats([3], [1, 1, 1]);
  const kernel = weight(drawn(3, 1, 3, 3), 'kernel');
  const convolved = builder.op('Conv', ['x', kernel], { pads: ints([1, 1, 1, 1]) });
  const [scale, bias] = [weight(one, 'scale'), weight(floats([3]), 'bias')];
  const [mean, variance] = [weight(floats([3]), 'mean'), weight(one, 'variance')];
  const normal = builder.op('BatchNormalization', [convolved, scale, bias, mean, variance]);
  const flat = builder.op('Flatten', [builder.op('Relu', [normal])], { axis: int(1) });
  const dropped = builder.op('Dropout', [flat, builder.constant(floats([], [0.25]))], {}, 'dropped');
  builder.op('Gemm', [dropped, weight(drawn(2, 108), 'head')], { transB: int(1) }, 'y');
  builder.output('y', 'y', 'float32', ['batch', 2]);
  return builder.build();
}

const options: StepOptions = {
  parameters: ['kernel', 'scale', 'bias', 'head'],
  mode: 'training',
  loss: { id: 'cross-entropy' },
  optimiser: { id: 'adam', params: { learningRate: 0.01 } },
};

const stepOf = (model: Model, changed: Partial<StepOptions> = {}): TrainingStep => {
  const all = { ...options, ...changed };
  const prepared = prepareWithoutRunning(learnable(model, all.parameters, all.mode));
  return trainingStep({ model: prepared, input: 'x', output: 'y' }, all);
};

const batch = (step: TrainingStep) => {
  const labels = [0, 1, 0, 1];
  const input = floats(
    [4, 1, 6, 6],
    labels.flatMap((label) => Array.from({ length: 36 }, (_, i) => random() + (label === 1 && i < 18 ? 1 : 0))),
  );
  const masks = step.masks.map(({ input }): [string, Tensor] => [
    input,
    { type: 'uint8', dims: [4, 108], data: Uint8Array.from({ length: 432 }, () => (random() < 0.75 ? 1 : 0)) },
  ]);
  return { input, targets: integers(labels), draws: Object.fromEntries(masks) };
};

describe('a training step', () => {
  it('learns, and the trained model infers as the step does', async () => {
    const model = network();
    const step = stepOf(model);
    const session = await createSession(step.model, { device: 'cpu', threads: 1 });
    let state = initialState(step);
    const losses: number[] = [];
    for (let k = 0; k < 60; k++) {
      const done = await update(step, session, state, batch(step));
      losses.push(done.loss);
      state = done.state;
    }
    await session.release();
    assert.ok(losses[59] < losses[0] / 3, `${losses[0]} to ${losses[59]}`);
    assert.equal(state.step, 60);
    const { input } = batch(step);
    const run = async (graph: Model, feeds: Record<string, Tensor>) => {
      const opened = await createSession(graph, { device: 'cpu', threads: 1 });
      const { y } = await opened.run(feeds);
      await opened.release();
      return Array.from(y.data as Float32Array);
    };
    const [inferred, stepped] = [
      await run(trained(model, step, state), { x: input }),
      await run(step.forward, { x: input, ...learned(state) }),
    ];
    inferred.forEach((value, i) => assert.ok(Math.abs(value - stepped[i]) < 1e-5));
    assert.notDeepEqual(trained(model, step, state).graph.weights.get('mean'), model.graph.weights.get('mean'));
    assert.deepEqual(
      step.masks.map(({ tensor, ratio }) => [tensor, ratio]),
      [['dropped', 0.25]],
    );
  });

  it('gives the same bytes from the same state', async () => {
    const step = stepOf(network());
    const session = await createSession(step.model, { device: 'cpu', threads: 1 });
    const given = batch(step);
    const [first, second] = [
      await update(step, session, initialState(step), given),
      await update(step, session, initialState(step), given),
    ];
    await session.release();
    assert.deepEqual(first, second);
  });

  it('leaves alone what does not learn, and in evaluation mode the statistics', () => {
    const head = stepOf(network(), { parameters: ['head'], mode: 'evaluation' });
    assert.deepEqual(
      head.weights.parts.map(({ name }) => name),
      ['head'],
    );
    assert.equal(head.statistics.length, 0);
    assert.deepEqual(head.masks, []);
  });

  it('says in one sentence what cannot be', () => {
    const refused = (changed: Partial<StepOptions>, what: RegExp) =>
      assert.throws(
        () => stepOf(network(), changed),
        (error) => error instanceof LensError && what.test(error.message),
      );
    refused({ loss: { id: 'hinge' } }, /no loss hinge/);
    refused({ optimiser: { id: 'lbfgs' } }, /no optimiser lbfgs/);
    refused({ schedule: { id: 'step', params: { gama: 1 } } }, /gama/);
    refused({ loss: { id: 'cross-entropy', params: { classWeights: [1, 2, 3] } } }, /3 class weights for 2 classes/);
  });
});
