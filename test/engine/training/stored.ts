import { GraphBuilder } from '../../../src/engine/graph/builder';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { weightOf } from '../../../src/engine/graph/weight';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import { learnable } from '../../../src/engine/training/learnable';
import { trainingStep, type StepOptions } from '../../../src/engine/training/step';
import { initialState, update } from '../../../src/engine/training/update';
import { RUNTIME } from './support';

/** What updates come to: the loss before each, the pace of each, and the weights after the last. */
interface Course {
  readonly losses: readonly number[];
  readonly rates: readonly number[];
  readonly momenta: readonly (number | undefined)[];
  readonly weights: Float32Array;
}

/** Updates of a network that answers with what it has stored, so that its weights are its output. */
export async function courseOf(
  stored: FloatTensor,
  targets: Tensor,
  options: Omit<StepOptions, 'parameters' | 'mode'>,
  steps: number,
): Promise<Course> {
  const b = new GraphBuilder();
  b.input('x', 'float32', ['batch', ...stored.dims.slice(1)]);
  b.op('Add', ['x', b.weight(weightOf(stored), 'stored')], {}, 'y');
  b.output('y', 'y', 'float32', ['batch', ...stored.dims.slice(1)]);
  const model = prepareWithoutRunning(learnable(b.build(), ['stored'], 'training'));
  const how = { ...options, parameters: ['stored'], mode: 'training' } as const;
  const step = trainingStep({ model, input: 'x', output: 'y' }, how);
  const session = await createSession(step.model, RUNTIME);
  let state = initialState(step);
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) {
    const done = await update(step, session, state, { input: floats(stored.dims), targets });
    losses.push(done.loss);
    state = done.state;
  }
  await session.release();
  const paces = losses.map((_, k) => step.pace(k));
  return {
    losses,
    rates: paces.map(({ learningRate }) => learningRate),
    momenta: paces.map(({ momentum }) => momentum),
    weights: step.weights.views(state.weights).get('stored')!.data,
  };
}
