import { gradientRule } from '../gradient/rules';
import { reverse } from '../gradient/reverse';
import { GraphBuilder } from '../graph/builder';
import type { Model } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { completed } from '../parameter/values';
import { withFewPositions } from './few-positions';
import { evaluationForm, trainingForm, withPoolIndices, type TrainingForm } from './form';
import type { Mode } from './learnable';
import { lossNamed } from './loss';
import { WeightVector } from './vector';

/** An entry of a registry with values for its parameters. */
export interface Chosen {
  readonly id: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A network whose weights may learn: made `learnable` before it was prepared, its input of definite size. */
export interface TrainableNetwork {
  readonly model: Model;
  /** The tensor that receives the images. */
  readonly input: string;
  /** The tensor that the loss reads. */
  readonly output: string;
}

export interface GradientOptions {
  /** Names of the weights that learn. */
  readonly parameters: readonly string[];
  readonly mode: Mode;
  readonly loss: Chosen;
}

/** A graph that is being written, with a loss and its gradient. */
export interface LossGradient {
  readonly builder: GraphBuilder;
  readonly form: TrainingForm;
  readonly weights: WeightVector;
  /** Names of tensors: the input of the targets, the scalar loss, and its gradient by all weights in one vector. */
  readonly targets: string;
  readonly loss: string;
  readonly gradient: string;
}

/** Appends a loss to a network, and the loss's gradient with respect to weights. @throws LensError `not-differentiable` */
export function lossGradient({ model, output }: TrainableNetwork, options: GradientOptions): LossGradient {
  const form = options.mode === 'training' ? trainingForm(model) : { ...none, model: evaluationForm(model) };
  const forward = new GraphBuilder(withFewPositions(withPoolIndices(form.model)), 'train:');
  const chosen = lossNamed(options.loss.id);
  const shape = form.model.graph.values.get(output)?.shape ?? [];
  const byClass = chosen.targets === 'classes';
  const targets = byClass
    ? forward.input(
        'train:targets',
        'int64',
        shape.filter((_, axis) => axis !== 1),
      )
    : forward.input('train:targets', 'float32', shape);
  const params = completed(chosen.params, options.loss.params ?? {});
  const loss = chosen.build({ builder: forward, output, shape, targets }, params);
  const builder = new GraphBuilder(withShapes(forward.build()), 'train:');
  const gradients = reverse(builder, {
    outputGradients: new Map([[loss, builder.scalar(1)]]),
    targets: options.parameters,
    rules: gradientRule,
  });
  const weights = new WeightVector(options.parameters, model.graph.weights);
  return { builder, form, weights, targets, loss, gradient: weights.join(builder, gradients) };
}

const none = { masks: [], statistics: [] };
