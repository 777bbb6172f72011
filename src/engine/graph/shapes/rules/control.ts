import { numberAttribute } from '../../model';
import { outputsOf, type ShapeRule } from '../facts';

/** Where both branches agree, their shape; otherwise only the axes that agree. */
export const conditional: ShapeRule = {
  ops: ['If'],
  infer({ node, branch }) {
    const yes = branch('then_branch');
    const no = branch('else_branch');
    return outputsOf(node, (k) => {
      const [a, b] = [yes?.[k]?.shape, no?.[k]?.shape];
      const agreed = a && b && a.length === b.length ? a.map((d, axis) => (d === b[axis] ? d : null)) : null;
      return { type: yes?.[k]?.type ?? 'float32', shape: agreed };
    });
  },
};

/** The body's results: the states as they enter again, then what is collected along a new first axis. */
export const loop: ShapeRule = {
  ops: ['Loop'],
  infer({ node, branch }) {
    const [, ...results] = branch('body') ?? [];
    const states = node.inputs.length - 2;
    return outputsOf(node, (k) => {
      const { type, shape } = results[k] ?? { type: 'float32', shape: null };
      return { type, shape: k < states ? (shape?.map(() => null) ?? null) : shape && [null, ...shape] };
    });
  },
};

/** [steps, directions, batch, hidden] and the last states. */
export const recurrent: ShapeRule = {
  ops: ['LSTM', 'GRU', 'RNN'],
  infer({ node, shape, type }) {
    const input = shape(0);
    const hidden = numberAttribute(node, 'hidden_size', 0) || (shape(2)?.[2] ?? null);
    const directions = shape(1)?.[0] ?? null;
    const batchFirst = numberAttribute(node, 'layout', 0) === 1;
    const batch = input?.[batchFirst ? 0 : 1] ?? null;
    const steps = input?.[batchFirst ? 1 : 0] ?? null;
    const all = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
    const last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
    return outputsOf(node, (k) => ({ type: type(0), shape: k === 0 ? all : last }));
  },
};
