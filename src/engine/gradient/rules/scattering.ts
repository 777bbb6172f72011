import { int, numberAttribute, stringAttribute, type Attributes } from '../../graph/model';
import { undifferentiable } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';
import { zerosLike } from '../shaping';

/** Overwritten places pass nothing to the data; the updates take the gradient of the places they went to. */
function scatter(op: string, gather: string, attributesOf: (context: ReverseContext) => Attributes): GradientRule {
  return {
    ops: [op],
    backward(context) {
      const { node, gradients, wanted, builder } = context;
      const [, indices, updates] = node.inputs;
      const reduction = stringAttribute(node, 'reduction', 'none');
      if (reduction !== 'none' && reduction !== 'add') throw undifferentiable(context, `its reduction is ${reduction}`);
      const attributes = attributesOf(context);
      const kept = () =>
        reduction === 'add'
          ? gradients[0]!
          : builder.op(op, [gradients[0]!, indices, zerosLike(context, updates)], attributes);
      return [
        wanted[0] ? kept() : undefined,
        undefined,
        wanted[2] ? builder.op(gather, [gradients[0]!, indices], attributes) : undefined,
      ];
    },
  };
}

export const scatterNdRule = scatter('ScatterND', 'GatherND', () => ({}));
export const scatterElementsRule = scatter('ScatterElements', 'GatherElements', ({ node }) => ({
  axis: int(numberAttribute(node, 'axis', 0)),
}));
