import type { GradientRule } from '../rule';
import { activationsOf } from '../recurrent/activations';
import { inputGradients } from '../recurrent/gradients';
import { Recurrence } from '../recurrent/recurrence';
import { scanned } from '../recurrent/scan';

/** H = f(x Wᵀ + H₋ Rᵀ + b): the gradient at the sum of a step is f′ (dH + what the step after it sends back by R). */
export const rnnRule: GradientRule = {
  ops: ['RNN'],
  backward(context) {
    const recurrence = new Recurrence(context);
    const { math } = recurrence;
    const [, weight, recurrent, bias] = context.node.inputs;
    const [f] = activationsOf(context, math, ['Tanh']);
    const sum = math.add(
      recurrence.applied(recurrence.x, weight, bias && recurrence.gateRows(bias, 0, 1)),
      recurrence.applied(recurrence.previous, recurrent, bias && recurrence.gateRows(bias, 1, 2)),
    );
    const arriving = recurrence.arriving();
    const back = scanned(context, {
      states: [arriving.last],
      sequences: [arriving.each, f.slope(f.apply(sum))],
      backwards: true,
      step(builder, [later], [own, factor]) {
        const gate = builder.op('Mul', [builder.op('Add', [later, own]), factor]);
        return { states: [builder.op('MatMul', [gate, recurrent])], items: [gate] };
      },
    });
    return inputGradients(recurrence, 1, { ofInput: back.sequences[0], states: back.states });
  },
};
