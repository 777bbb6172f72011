import { RUN, RUN_BACKWARD } from '../../external';
import { outputsOf, type ShapeRule } from '../facts';

/** A network of an external runtime says what it makes; its batch is that of its input. */
export const externalRun: ShapeRule = {
  ops: [RUN],
  infer({ node, shape }) {
    const batch = shape(0)?.[0] ?? null;
    return outputsOf(node, (k) => {
      const stated = node.attributes[`shape${k}`];
      return { type: 'float32', shape: stated?.kind === 'ints' ? [batch, ...stated.value] : null };
    });
  },
};

/** The gradient of the input has its shape. */
export const externalBackward: ShapeRule = {
  ops: [RUN_BACKWARD],
  infer: ({ node, shape }) => outputsOf(node, () => ({ type: 'float32', shape: shape(0) })),
};
