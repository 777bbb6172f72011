import { boolean, number } from '../../parameter/kinds';
import { defineOptimiser } from './optimiser';
import { learningRate, weightDecay } from './parameters';
import { combined } from './combination';

/**
 * Stochastic gradient descent with momentum as PyTorch has it: the buffer takes the first gradient whole, later ones
 * dampened; Nesterov's form (Sutskever et al. 2013) looks one step ahead.
 */
export const sgd = defineOptimiser({
  id: 'sgd',
  label: 'SGD',
  params: [
    learningRate(0.01),
    number({ name: 'momentum', label: 'Momentum', default: 0.9, minimum: 0, maximum: 1 }),
    number({ name: 'dampening', label: 'Dampening', default: 0, minimum: 0, maximum: 1, advanced: true }),
    boolean({ name: 'nesterov', label: 'Nesterov', default: false }),
    weightDecay(0),
  ],
  slots: ({ momentum }, cyclesMomentum) => (momentum > 0 || cyclesMomentum ? ['buffer'] : []),
  rates: ({ momentum, dampening }, pace) => ({
    learningRate: pace.learningRate,
    momentum: pace.momentum ?? momentum,
    share: pace.step === 0 ? 1 : 1 - dampening,
  }),
  update({ builder, weights, gradient, slots, rate }, { weightDecay, nesterov }) {
    const pull = weightDecay > 0 ? combined(builder, gradient, weights, builder.scalar(weightDecay)) : gradient;
    const buffer = slots.length > 0 ? accumulated() : undefined;
    const direction =
      buffer === undefined ? pull : nesterov ? combined(builder, pull, buffer, rate('momentum')) : buffer;
    const step = builder.op('Mul', [direction, rate('learningRate')]);
    return { weights: builder.op('Sub', [weights, step]), slots: buffer === undefined ? [] : [buffer] };

    function accumulated(): string {
      return combined(builder, builder.op('Mul', [pull, rate('share')]), slots[0], rate('momentum'));
    }
  },
});
