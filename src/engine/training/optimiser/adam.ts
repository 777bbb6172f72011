import { LensError } from '../../../protocol/error';
import { number, numbers } from '../../parameter/kinds';
import { combined } from './combination';
import { defineOptimiser, type Optimiser } from './optimiser';
import { learningRate, weightDecay } from './parameters';

const params = (decay: number) =>
  [
    learningRate(0.001),
    weightDecay(decay),
    numbers({
      name: 'betas',
      label: 'Betas',
      description: 'Of the mean and of the square',
      default: [0.9, 0.999],
      advanced: true,
    }),
    number({ name: 'epsilon', label: 'Epsilon', default: 1e-8, minimum: 0, advanced: true }),
  ] as const;

type AdamSchema = ReturnType<typeof params>;

/**
 * Kingma and Ba 2015 (https://arxiv.org/abs/1412.6980). The scalars that change from step to step, corrections of the
 * bias among them, are computed in double precision outside.
 */
function adamLike(
  own: Pick<Optimiser, 'id' | 'label'> & { readonly decay: number; readonly decoupled: boolean },
): Optimiser<AdamSchema> {
  const { id, label, decay, decoupled } = own;
  return defineOptimiser({
    id,
    label,
    params: params(decay),
    slots: () => ['mean', 'square'],
    rates({ betas, weightDecay, epsilon }, { step, learningRate, momentum = betas[0] }) {
      checkBetas(betas);
      // The squares are kept without their share 1 − β₂, which stands here with the correction of their bias.
      const root = Math.sqrt((1 - betas[1] ** (step + 1)) / (1 - betas[1]));
      return {
        beta1: momentum,
        share1: 1 - momentum,
        beta2: betas[1],
        stepSize: (learningRate / (1 - momentum ** (step + 1))) * root,
        epsilon: epsilon * root,
        ...(decoupled && { kept: 1 - learningRate * weightDecay }),
      };
    },
    update({ builder, weights, gradient, slots: [mean, square], rate }, { weightDecay }) {
      const times = (a: string, b: string): string => builder.op('Mul', [a, b]);
      const coupled = !decoupled && weightDecay > 0;
      const pull = coupled ? combined(builder, gradient, weights, builder.scalar(weightDecay)) : gradient;
      const nextMean = combined(builder, times(pull, rate('share1')), mean, rate('beta1'));
      const nextSquare = combined(builder, times(pull, pull), square, rate('beta2'));
      const divisor = builder.op('Add', [builder.op('Sqrt', [nextSquare]), rate('epsilon')]);
      const step = builder.op('Div', [times(nextMean, rate('stepSize')), divisor]);
      const kept = decoupled && weightDecay > 0 ? times(weights, rate('kept')) : weights;
      return { weights: builder.op('Sub', [kept, step]), slots: [nextMean, nextSquare] };
    },
  });
}

/** @throws LensError where there are not two of them, or a mean would never follow */
function checkBetas(betas: readonly number[]): void {
  if (betas.length === 2 && betas.every((beta) => beta >= 0 && beta < 1)) return;
  throw new LensError({
    code: 'invalid-argument',
    what: `betas cannot be ${betas.join(' x ')}`,
    next: 'Give two numbers from 0 to below 1, as 0.9x0.999',
  });
}

export const adam = adamLike({ id: 'adam', label: 'Adam', decay: 0, decoupled: false });

/** Loshchilov and Hutter 2019 (https://arxiv.org/abs/1711.05101): the decay is no part of the gradient. */
export const adamW = adamLike({ id: 'adamw', label: 'AdamW', decay: 0.01, decoupled: true });
