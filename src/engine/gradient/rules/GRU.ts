import { numberAttribute } from '../../graph/model';
import { activationsOf } from '../recurrent/activations';
import { inputGradients, type GateGradients } from '../recurrent/gradients';
import { Recurrence } from '../recurrent/recurrence';
import { scanned } from '../recurrent/scan';
import type { GradientRule } from '../rule';

/**
 * z and r from x Wᵀ + h Rᵀ + b; H = (1 − z) h̃ + z H₋. The candidate h̃ resets either the product of the hidden state
 * with R (linear_before_reset) or the hidden state before that product.
 */
export const gruRule: GradientRule = {
  ops: ['GRU'],
  backward(context) {
    const recurrence = new Recurrence(context);
    const resetAfter = numberAttribute(context.node, 'linear_before_reset', 0) !== 0;
    const gradients = resetAfter ? resetAfterProduct(recurrence) : resetBeforeProduct(recurrence);
    return inputGradients(recurrence, 3, gradients);
  },
};

/** Gates of all steps, and the derivatives of H by what goes into them. */
function gatesOf(recurrence: Recurrence, candidateOf: (r: string, fromInput: string) => string) {
  const { math, context, previous } = recurrence;
  const [, weight, recurrent, bias] = context.node.inputs;
  const [f, g] = activationsOf(context, math, ['Sigmoid', 'Tanh']);
  const fromInput = recurrence.parts(
    recurrence.applied(recurrence.x, weight, bias && recurrence.gateRows(bias, 0, 3)),
    3,
  );
  const rows = recurrence.gateRows(recurrent, 0, 2);
  const fromHidden = recurrence.parts(recurrence.applied(previous, rows, bias && recurrence.gateRows(bias, 3, 5)), 2);
  const [z, r] = fromHidden.map((part, gate) => f.apply(math.add(fromInput[gate], part)));
  const candidate = g.apply(candidateOf(r, fromInput[2]));
  return {
    z,
    r,
    byZ: math.mul(math.sub(previous, candidate), f.slope(z)),
    byCandidate: math.mul(math.sub(1, z), g.slope(candidate)),
    slopeOfR: f.slope(r),
  };
}

function resetAfterProduct(recurrence: Recurrence): GateGradients {
  const { math, context, previous } = recurrence;
  const [, , recurrent, bias] = context.node.inputs;
  const rows = recurrence.gateRows(recurrent, 2, 3);
  const product = recurrence.applied(previous, rows, bias && recurrence.gateRows(bias, 5, 6));
  const { z, r, byZ, byCandidate, slopeOfR } = gatesOf(recurrence, (reset, fromInput) =>
    math.add(fromInput, math.mul(reset, product)),
  );
  const byR = math.mul(math.mul(byCandidate, product), slopeOfR);
  const arriving = recurrence.arriving();
  const back = scanned(context, {
    states: [arriving.last],
    sequences: [arriving.each, z, recurrence.joined([byZ, byR, math.mul(byCandidate, r)])],
    backwards: true,
    step(builder, [later], [own, kept, factor]) {
      const hidden = builder.op('Add', [later, own]);
      const gates = builder.op('Mul', [recurrence.joined([hidden, hidden, hidden], builder), factor]);
      const through = builder.op('Mul', [hidden, kept]);
      const earlier = builder.op('Add', [through, builder.op('MatMul', [gates, recurrent])]);
      return { states: [earlier], items: [hidden, gates] };
    },
  });
  const [hidden, ofHidden] = back.sequences;
  const ofInput = math.mul(recurrence.joined([hidden, hidden, hidden]), recurrence.joined([byZ, byR, byCandidate]));
  return { ofInput, ofHidden, states: back.states };
}

function resetBeforeProduct(recurrence: Recurrence): GateGradients {
  const { math, context, previous, hidden: size } = recurrence;
  const [, , recurrent, bias] = context.node.inputs;
  const [gateRows, candidateRows] = [recurrence.gateRows(recurrent, 0, 2), recurrence.gateRows(recurrent, 2, 3)];
  const resetState = (reset: string) => math.mul(reset, previous);
  const { z, r, byZ, byCandidate, slopeOfR } = gatesOf(recurrence, (reset, fromInput) =>
    math.add(fromInput, recurrence.applied(resetState(reset), candidateRows, bias && recurrence.gateRows(bias, 5, 6))),
  );
  const arriving = recurrence.arriving();
  const back = scanned(context, {
    states: [arriving.last],
    sequences: [arriving.each, z, r, byZ, math.mul(previous, slopeOfR), byCandidate],
    backwards: true,
    step(builder, [later], [own, kept, reset, ofZ, ofR, ofCandidate]) {
      const times = (a: string, b: string) => builder.op('Mul', [a, b]);
      const hidden = builder.op('Add', [later, own]);
      const candidate = times(hidden, ofCandidate);
      const state = builder.op('MatMul', [candidate, candidateRows]);
      const gates = recurrence.joined([times(hidden, ofZ), times(state, ofR)], builder);
      const direct = builder.op('Add', [times(hidden, kept), times(state, reset)]);
      const earlier = builder.op('Add', [direct, builder.op('MatMul', [gates, gateRows])]);
      return { states: [earlier], items: [gates, candidate] };
    },
  });
  const [gates, candidate] = back.sequences;
  const weights = [
    recurrence.accumulated(gates, 2 * size, previous, size),
    recurrence.accumulated(candidate, size, resetState(r), size),
  ];
  return {
    ofInput: recurrence.joined([gates, candidate]),
    recurrent: context.builder.op('Concat', weights, { axis: { kind: 'int', value: 1 } }),
    states: back.states,
  };
}
