import { integers } from '../../tensor/tensor';
import { int } from '../model';
import { dependsOn, isStatic } from '../shapes/dimension';
import { BATCH, added, type BatchFixer } from './fixer';

/** Constant output sizes of Resize name the batch too: it is read off the input instead. */
export const resizeFixer: BatchFixer = {
  ops: ['Resize'],
  fix({ node, live, constant, fresh }) {
    const sizes = live(node.inputs[3] ?? '')?.contents;
    const from = live(node.inputs[0])?.shape;
    if (!from || !isStatic(sizes) || sizes.length !== from.length || !dependsOn(from[0], BATCH)) return undefined;
    const [length, whole] = [fresh(`${node.outputs[0]}_batch`), fresh(`${node.outputs[0]}_sizes`)];
    const rest = constant(integers(sizes.slice(1)), 'sizes');
    return {
      nodes: [
        added('Shape', [node.inputs[0]], length, { start: int(0), end: int(1) }),
        added('Concat', [length, rest], whole, { axis: int(0) }),
        { ...node, inputs: [node.inputs[0], node.inputs[1], node.inputs[2], whole] },
      ],
      change: `Resize ${node.name || node.outputs[0]}: the batch of its sizes is read off its input`,
    };
  },
};

/** An Expand target repeats the batch it was exported with; 1 leaves the input's. */
export const expandFixer: BatchFixer = {
  ops: ['Expand'],
  fix({ node, live, size, constant }) {
    const from = live(node.inputs[0])?.shape;
    const target = live(node.inputs[1])?.contents;
    if (!from || !isStatic(target)) return undefined;
    const axis = from.findIndex((d) => dependsOn(d, BATCH)) + target.length - from.length;
    if (!from.some((d) => dependsOn(d, BATCH)) || size === 1 || target[axis] !== size) return undefined;
    const shape = constant(integers(target.map((d, k) => (k === axis ? 1 : d))), 'shape');
    return {
      nodes: [{ ...node, inputs: [node.inputs[0], shape] }],
      change: `Expand ${node.name || node.outputs[0]}: keeps the batch of its input`,
    };
  },
};
