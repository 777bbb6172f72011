import { integers } from '../../tensor/tensor';
import { added, type BatchFixer } from './fixer';

/**
 * Squeeze without axes takes every axis of length 1, at one image that of the images, too. Where scores leave the graph
 * through it, the axes are named that have this length at any number of images; elsewhere the graph reckons without.
 */
export const squeezeFixer: BatchFixer = {
  ops: ['Squeeze'],
  fix({ node, live, constant, isLast }) {
    const shape = live(node.inputs[0])?.shape;
    if (node.inputs[1] || !shape || !isLast(node.outputs[0])) return undefined;
    const axes = shape.flatMap((d, axis) => (d === 1 ? [axis] : []));
    const [from, to] = [node.inputs[0], node.outputs[0]];
    const kept =
      axes.length === 0
        ? added('Identity', [from], to)
        : { ...node, inputs: [from, constant(integers(axes), `${to}_axes`)] };
    return {
      nodes: [kept],
      change: `Squeeze ${node.name || to}: the axis of images is kept`,
      keepsBatch: true,
    };
  },
};
