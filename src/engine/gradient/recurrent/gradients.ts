import { int } from '../../graph/model';
import { lengthOf } from '../shaping';
import type { Recurrence } from './recurrence';

/** Gradients at the gates of a recurrent node, for all steps. */
export interface GateGradients {
  /** Of what the input gives to the gates, [directions, steps, batch, gates · hidden]. */
  readonly ofInput: string;
  /** Of what the hidden state gives to them; the same unless the operator has it otherwise. */
  readonly ofHidden?: string;
  /** What the recurrent weights met, where that is not the hidden state alone: their gradient. */
  readonly recurrent?: string;
  /** At the states the node began with. */
  readonly states: readonly string[];
}

/** The gradients of X, W, R, B and the initial states, as far as they are wanted. */
export function inputGradients(recurrence: Recurrence, gates: number, given: GateGradients): (string | undefined)[] {
  const { context, hidden } = recurrence;
  const { wanted, node, builder } = context;
  const { ofInput, ofHidden = ofInput, states } = given;
  const rows = gates * hidden;
  const summed = (gradient: string) =>
    builder.op('ReduceSum', [gradient, builder.integers(1, 2)], { keepdims: int(0) });
  const ofX = () =>
    builder.op('ReduceSum', [recurrence.turned(recurrence.returned(ofInput, node.inputs[1])), builder.integers(0)], {
      keepdims: int(0),
    });
  const ofW = () => recurrence.accumulated(ofInput, rows, recurrence.x, lengthOf(context, node.inputs[0], 2));
  const ofR = () => given.recurrent ?? recurrence.accumulated(ofHidden, rows, recurrence.previous, hidden);
  return [
    wanted[0] ? ofX() : undefined,
    wanted[1] ? ofW() : undefined,
    wanted[2] ? ofR() : undefined,
    wanted[3] ? builder.op('Concat', [summed(ofInput), summed(ofHidden)], { axis: int(1) }) : undefined,
    undefined,
    ...states.map((state, k) => (wanted[5 + k] ? state : undefined)),
  ];
}
