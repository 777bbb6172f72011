import type { GraphBuilder } from '../graph/builder';
import { int, type Model } from '../graph/model';
import { withOutputs } from '../graph/rewriting';
import { completed } from '../parameter/values';
import { floats, type FloatTensor } from '../tensor/tensor';
import { evaluationForm, type Mask } from './form';
import { lossGradient, type Chosen, type GradientOptions, type TrainableNetwork } from './gradient';
import { optimiserNamed } from './optimiser';
import type { Pace } from './optimiser/optimiser';
import { scheduleNamed } from './schedule';
import { nextStatistics } from './statistics';
import { WeightVector } from './vector';
import { withVectorInputs } from './vector-inputs';

export interface StepOptions extends GradientOptions {
  readonly optimiser: Chosen;
  /** A constant rate by default. */
  readonly schedule?: Chosen;
  /** The gradient of all weights together is shortened to this length where it is longer. */
  readonly clipNorm?: number | null;
}

/** Tensors that go in and come out. */
export const [WEIGHTS, STATISTICS, LOSS, GRADIENT_NORM] = [
  'train:weights',
  'train:statistics',
  'train:loss',
  'train:gradient-norm',
];
export const slotInput = (slot: string): string => `train:slot.${slot}`;
const rateInput = (rate: string): string => `train:rate.${rate}`;

/** One update of a network's weights as one graph: a batch, the weights and what the optimiser keeps go in and out. */
export interface TrainingStep {
  readonly model: Model;
  /** The network as it infers, with the same weights and statistics as inputs. */
  readonly forward: Model;
  readonly network: TrainableNetwork;
  /** The input of the targets: int64 classes, or float32 values, as the loss has them. */
  readonly targets: string;
  readonly weights: WeightVector;
  /** Running means and variances of batch normalisations. */
  readonly statistics: WeightVector;
  /** Vectors of the weights' length that the optimiser keeps. */
  readonly slots: readonly string[];
  /** Outputs that hold what is learned and kept after the update, by the input that takes it next. */
  readonly next: ReadonlyMap<string, string>;
  /** What whoever trains has to draw for each batch. */
  readonly masks: readonly Mask[];
  /** At what pace update number `step` (from 0) goes. */
  pace(step: number): Pace;
  /** The scalars that this update needs, by input. */
  rates(step: number): Record<string, FloatTensor>;
}

/** @throws LensError for a choice there is not, and `not-differentiable` where the gradient cannot reach the weights */
export function trainingStep(network: TrainableNetwork, options: StepOptions): TrainingStep {
  const optimiser = optimiserNamed(options.optimiser.id);
  const schedule = scheduleNamed(options.schedule?.id ?? 'constant');
  const [params, course] = [
    completed(optimiser.params, options.optimiser.params ?? {}),
    completed(schedule.params, options.schedule?.params ?? {}),
  ];
  const pace = (step: number): Pace => {
    const period = Math.floor(step / (Number(values(course).every) || 1));
    return { step, ...schedule.at(course, period, Number(values(params).learningRate)) };
  };
  const ratesAt = (step: number) => optimiser.rates(params, pace(step));
  const slots = optimiser.slots(params, schedule.cyclesMomentum?.(course) ?? false);

  const { builder, form, weights, targets, loss, gradient } = lossGradient(network, options);
  for (const rate of Object.keys(ratesAt(0))) builder.input(rateInput(rate), 'float32', []);
  for (const slot of slots) builder.input(slotInput(slot), 'float32', [weights.length]);
  const norm = builder.op('Sqrt', [builder.op('ReduceSumSquare', [gradient], { keepdims: int(0) })]);
  const next = optimiser.update(
    {
      builder,
      weights: WEIGHTS,
      gradient: options.clipNorm ? shortened(builder, gradient, norm, options.clipNorm) : gradient,
      slots: slots.map(slotInput),
      rate: rateInput,
    },
    params,
  );
  const moved = nextStatistics(builder, form.statistics);
  const statistics = new WeightVector([...moved.keys()], network.model.graph.weights);
  builder.clearOutputs();
  builder.output(loss, LOSS);
  builder.output(norm, GRADIENT_NORM);
  builder.output(network.output);
  const kept = new Map([
    [WEIGHTS, next.weights],
    ...slots.map((slot, k) => [slotInput(slot), next.slots[k]] as const),
    ...(statistics.length > 0 ? [[STATISTICS, statistics.join(builder, moved)] as const] : []),
  ]);
  // Under the names they have: another name would be another copy.
  for (const tensor of kept.values()) builder.output(tensor);
  const vectors = { [WEIGHTS]: weights, [STATISTICS]: statistics };
  return {
    model: withVectorInputs(builder.build(), vectors),
    forward: withVectorInputs(withOutputs(evaluationForm(network.model), [network.output]), vectors),
    network,
    targets,
    weights,
    statistics,
    slots,
    next: kept,
    masks: form.masks,
    pace,
    rates: (step) =>
      Object.fromEntries(Object.entries(ratesAt(step)).map(([name, value]) => [rateInput(name), floats([], [value])])),
  };
}

const values = (params: object): Readonly<Record<string, unknown>> => params as Record<string, unknown>;

/** g · min(1, c / (‖g‖ + 1e-6)), as PyTorch clips. */
function shortened(builder: GraphBuilder, gradient: string, norm: string, most: number): string {
  const share = builder.op('Div', [builder.scalar(most), builder.op('Add', [norm, builder.scalar(1e-6)])]);
  return builder.op('Mul', [gradient, builder.op('Min', [share, builder.scalar(1)])]);
}
