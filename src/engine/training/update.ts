import type { Model } from '../graph/model';
import { weightOf } from '../graph/weight';
import type { Session } from '../session/session';
import { floats, type FloatTensor, type Tensor } from '../tensor/tensor';
import { GRADIENT_NORM, LOSS, slotInput, STATISTICS, WEIGHTS, type TrainingStep } from './step';

/** All that is learned and kept between updates: what a checkpoint holds. */
export interface TrainingState {
  /** Updates so far. */
  readonly step: number;
  readonly weights: FloatTensor;
  readonly statistics: FloatTensor;
  /** In the order of the step's slots. */
  readonly slots: readonly FloatTensor[];
}

export interface Batch {
  /** [N, …] as the network takes it. */
  readonly input: FloatTensor;
  readonly targets: Tensor;
  /** What was drawn for it, by input: what Dropout keeps (uint8, the step's masks), noise. */
  readonly draws?: Readonly<Record<string, Tensor>>;
}

/** What one update did. */
export interface Update {
  readonly state: TrainingState;
  /** Before the update. */
  readonly loss: number;
  /** Length of the gradient before it was clipped. */
  readonly gradientNorm: number;
  /** What the network made of the batch, before the update. */
  readonly output: FloatTensor;
}

/** Where training begins: the weights and statistics of the model, and nothing kept. */
export const initialState = ({ weights, statistics, slots }: TrainingStep): TrainingState => ({
  step: 0,
  weights: weights.initial(),
  statistics: statistics.initial(),
  slots: slots.map(() => floats([weights.length])),
});

/** One update. @param session of the step's model */
export async function update(
  step: TrainingStep,
  session: Session,
  state: TrainingState,
  batch: Batch,
): Promise<Update> {
  const kept = Object.fromEntries(step.slots.map((slot, k) => [slotInput(slot), state.slots[k]]));
  const results = await session.run({
    ...learned(state),
    ...kept,
    ...step.rates(state.step),
    ...batch.draws,
    [step.network.input]: batch.input,
    [step.targets]: batch.targets,
  });
  const next = (input: string): FloatTensor => results[step.next.get(input)!] as FloatTensor;
  return {
    loss: Number(results[LOSS].data[0]),
    gradientNorm: Number(results[GRADIENT_NORM].data[0]),
    output: results[step.network.output] as FloatTensor,
    state: {
      step: state.step + 1,
      weights: next(WEIGHTS),
      statistics: step.statistics.length > 0 ? next(STATISTICS) : state.statistics,
      slots: step.slots.map((slot) => next(slotInput(slot))),
    },
  };
}

/** What the step's forward model takes beside the images. */
export const learned = ({ weights, statistics }: TrainingState): Record<string, FloatTensor> => ({
  [WEIGHTS]: weights,
  [STATISTICS]: statistics,
});

/** A model as it was read, with the weights and statistics that were learned. */
export function trained(model: Model, step: TrainingStep, state: TrainingState): Model {
  const weights = new Map(model.graph.weights);
  const views = [...step.weights.views(state.weights), ...step.statistics.views(state.statistics)];
  for (const [name, values] of views) weights.set(name, weightOf(values));
  return { ...model, graph: { ...model.graph, weights } };
}
