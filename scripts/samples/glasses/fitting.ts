import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { SIZE } from '../../../src/engine/generation/face/scene';
import { createSession } from '../../../src/engine/session/runtime';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import type { Chosen } from '../../../src/engine/training/gradient';
import { learnable } from '../../../src/engine/training/learnable';
import type { FreshNetwork } from '../../../src/engine/training/networks/network';
import { trainingStep } from '../../../src/engine/training/step';
import { initialState, trained, update } from '../../../src/engine/training/update';
import type { Model } from '../../../src/engine/graph/model';
import type { Example } from './examples';

const BATCH = 16;
const PIXELS = 3 * SIZE * SIZE;

export interface Fitting {
  readonly name: string;
  readonly fresh: FreshNetwork;
  readonly loss: Chosen;
  readonly epochs: number;
  /** What the network should answer to a batch. */
  targets(batch: readonly Example[]): Tensor;
}

/** A network that has learned from examples: AdamW under a one-cycle rate, images brightened and dimmed. */
export async function fitted({ name, fresh, loss, epochs, targets }: Fitting, examples: readonly Example[]): Promise<Model> {
  const { model, parameters } = fresh;
  const batches = Math.floor(examples.length / BATCH);
  const prepared = prepareWithoutRunning(learnable(model, parameters, 'training'));
  const step = trainingStep(
    { model: prepared, input: 'input', output: 'logits' },
    {
      parameters,
      mode: 'training',
      loss,
      optimiser: { id: 'adamw', params: { learningRate: 3e-3, weightDecay: 1e-2 } },
      schedule: { id: 'one-cycle', params: { totalSteps: epochs * batches, maximum: 3e-3 } },
      clipNorm: 5,
    },
  );
  const session = await createSession(step.model, { device: 'cpu', threads: 2 });
  let state = initialState(step);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = new RandomStream(name, 'order', epoch).permutation(examples.length);
    let total = 0;
    for (let b = 0; b < batches; b++) {
      const chosen = Array.from(order.slice(b * BATCH, (b + 1) * BATCH), (k) => examples[k]);
      const input = inputOf(chosen, new RandomStream(name, 'light', epoch, b));
      const done = await update(step, session, state, { input, targets: targets(chosen) });
      state = done.state;
      total += done.loss;
    }
    console.log(`${name}: epoch ${epoch + 1} of ${epochs}, loss ${(total / batches).toFixed(4)}`);
  }
  await session.release();
  return trained(model, step, state);
}

/** As the sidecars say, (v / 255 − 0.5) / 0.25, each image in a light of its own. */
function inputOf(batch: readonly Example[], random: RandomStream): FloatTensor {
  const input = floats([batch.length, 3, SIZE, SIZE]);
  batch.forEach(({ image }, n) => {
    const [gain, offset] = [0.8 + 0.4 * random.uniform(), 0.6 * random.uniform() - 0.3];
    for (let i = 0; i < PIXELS; i++) input.data[n * PIXELS + i] = gain * ((image[i] / 255 - 0.5) / 0.25) + offset;
  });
  return input;
}
