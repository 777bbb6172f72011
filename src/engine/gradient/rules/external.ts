import { EXTERNAL, externalAttributes, externalNames, isDifferentiable, RUN, RUN_BACKWARD } from '../../graph/external';
import { numberAttribute, type Node } from '../../graph/model';
import type { GradientRule } from '../rule';

/** A network of an external runtime is differentiated by that runtime, which runs its forward pass again. */
const externalRule: GradientRule = {
  ops: [RUN],
  backward({ node, gradients, builder }) {
    const names = externalNames(node);
    const arriving = gradients.flatMap((gradient, k) => (gradient === undefined ? [] : [{ gradient, name: names[k] }]));
    const output = builder.fresh(RUN_BACKWARD);
    builder.add({
      name: output,
      op: RUN_BACKWARD,
      domain: EXTERNAL,
      inputs: [node.inputs[0], ...arriving.map(({ gradient }) => gradient)],
      outputs: [output],
      attributes: externalAttributes({
        outputs: arriving.map(({ name }) => name),
        shapes: [],
        differentiable: false,
        macs: numberAttribute(node, 'macs', 1),
      }),
    });
    return [output];
  },
};

/** The rule, where the runtime can differentiate the network. */
export const externalGradientRule = (node: Node): GradientRule | undefined =>
  node.op === RUN && isDifferentiable(node) ? externalRule : undefined;
