import { floats } from '../../tensor/tensor';
import { numberAttribute, numbersAttribute, type Node } from '../model';
import { Replacement } from './replacement';
import type { UpgradeContext, Upgrader } from './upgrader';

/**
 * Operators that ONNX tried out and took back in operator set 10; converters from Core ML (WinMLTools, onnxmltools)
 * wrote them into many models.
 * @see https://github.com/onnx/onnx/blob/rel-1.4.1/docs/Operators.md
 */
function triedOut(op: string, replace: (node: Node, made: Replacement, context: UpgradeContext) => void): Upgrader {
  return {
    ops: [op],
    before: 10,
    upgrade(node, context) {
      const made = new Replacement(node, context);
      replace(node, made, context);
      return made.nodes;
    },
  };
}

/** The node's output as alpha x + beta. */
function affine({ inputs, outputs }: Node, made: Replacement, [alpha, beta]: readonly number[], x = inputs[0]): void {
  made.op('Add', [made.op('Mul', [x, made.scalar(alpha, inputs[0])]), made.scalar(beta, inputs[0])], {}, outputs[0]);
}

const slope = (node: Node): number => numberAttribute(node, 'alpha', 1);

/** alpha f(beta x). */
const bent =
  (activation: string) =>
  (node: Node, made: Replacement): void => {
    const [x] = node.inputs;
    const inner = made.op('Mul', [x, made.scalar(numberAttribute(node, 'beta', 1), x)]);
    affine(node, made, [slope(node), 0], made.op(activation, [inner]));
  };

export const experimental: readonly Upgrader[] = Object.freeze([
  triedOut('Affine', (node, made) => affine(node, made, [slope(node), numberAttribute(node, 'beta', 0)])),
  triedOut('Scale', (node, made) => affine(node, made, [numberAttribute(node, 'scale', 1), 0])),
  triedOut('ScaledTanh', bent('Tanh')),
  triedOut('ParametricSoftplus', bent('Softplus')),
  triedOut('ImageScaler', (node, made, context) => {
    const biases = numbersAttribute(node, 'bias') ?? [0];
    const scaled = made.op('Mul', [node.inputs[0], made.scalar(numberAttribute(node, 'scale', 1), node.inputs[0])]);
    const bias = context.constant(floats([biases.length, 1, 1], biases), `${node.outputs[0]}_bias`);
    made.op('Add', [scaled, bias], {}, node.outputs[0]);
  }),
  triedOut('Crop', (node, made) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = numbersAttribute(node, 'border') ?? [];
    const size = numbersAttribute(node, 'scale');
    const ends = size ? [top + size[0], left + size[1]] : [-bottom || 2 ** 63, -right || 2 ** 63];
    const bounds = [[top, left], ends, [2, 3]].map((values) => made.integers(...values));
    made.op('Slice', [node.inputs[0], ...bounds], {}, node.outputs[0]);
  }),
]);
