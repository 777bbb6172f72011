import type { GradientRule } from '../rule';
import { activationsOf } from '../recurrent/activations';
import { inputGradients } from '../recurrent/gradients';
import { Recurrence } from '../recurrent/recurrence';
import { scanned } from '../recurrent/scan';

/**
 * i, o, f and c̃ from x Wᵀ + h Rᵀ + b; C = f C₋ + i c̃, H = o h(C). Backwards dC = dH o h′(C) + f₊ dC₊, and each gate's
 * gradient is dC or dH times a factor that is known for all steps at once, so that a step has one product: with R.
 */
export const lstmRule: GradientRule = {
  ops: ['LSTM'],
  backward(context) {
    const recurrence = new Recurrence(context);
    const { math } = recurrence;
    const [, weight, recurrent, bias] = context.node.inputs;
    const [f, g, h] = activationsOf(context, math, ['Sigmoid', 'Tanh', 'Tanh']);
    const sum = math.add(
      recurrence.applied(recurrence.x, weight, bias && recurrence.gateRows(bias, 0, 4)),
      recurrence.applied(recurrence.previous, recurrent, bias && recurrence.gateRows(bias, 4, 8)),
    );
    const [input, output, forget, candidate] = recurrence
      .parts(sum, 4)
      .map((part, gate) => (gate === 3 ? g : f).apply(part));
    const first = recurrence.initial(6);
    const { sequences } = scanned(context, {
      states: [first],
      sequences: [forget, math.mul(input, candidate)],
      step(builder, [cell], [kept, added]) {
        const next = builder.op('Add', [builder.op('Mul', [kept, cell]), added]);
        return { states: [next], items: [next] };
      },
    });
    const cells = sequences[0];
    const shown = h.apply(cells);
    const factors = recurrence.joined([
      math.mul(candidate, f.slope(input)),
      math.mul(shown, f.slope(output)),
      math.mul(recurrence.delayed(first, cells), f.slope(forget)),
      math.mul(input, g.slope(candidate)),
    ]);
    const arriving = recurrence.arriving();
    const back = scanned(context, {
      states: [arriving.last, context.gradients[2] ?? recurrence.zeros()],
      sequences: [arriving.each, math.mul(output, h.slope(shown)), forget, factors],
      backwards: true,
      step(builder, [later, laterCell], [own, through, kept, factor]) {
        const hidden = builder.op('Add', [later, own]);
        const cell = builder.op('Add', [laterCell, builder.op('Mul', [hidden, through])]);
        const each = recurrence.joined([cell, hidden, cell, cell], builder);
        const gates = builder.op('Mul', [each, factor]);
        return { states: [builder.op('MatMul', [gates, recurrent]), builder.op('Mul', [cell, kept])], items: [gates] };
      },
    });
    return inputGradients(recurrence, 4, { ofInput: back.sequences[0], states: back.states });
  },
};
