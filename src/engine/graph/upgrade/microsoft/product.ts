import { ints, numberAttribute, type Node } from '../../model';
import type { Replacement } from '../replacement';
import { withoutAttributes, type UpgradeContext } from '../upgrader';
import { fusedActivation } from './activation';
import { contributed } from './contributed';

const ACTIVATION = ['activation', 'activation_params', 'activation_alpha', 'activation_beta', 'activation_gamma'];

/** Convolution, the sum with a fourth input where there is one, and an activation. */
const fusedConv = contributed('FusedConv', (node, made) => {
  const activate = fusedActivation(node);
  if (!activate) return false;
  const [x, weight, bias = '', other = ''] = node.inputs;
  const inputs = bias ? [x, weight, bias] : [x, weight];
  const convolved = made.op('Conv', inputs, withoutAttributes(node.attributes, ...ACTIVATION));
  activate(made, other ? made.op('Add', [convolved, other]) : convolved, node.outputs[0]);
  return true;
});

const fusedGemm = contributed('FusedGemm', (node, made) => {
  const activate = fusedActivation(node);
  if (!activate) return false;
  activate(made, made.op('Gemm', node.inputs, withoutAttributes(node.attributes, ...ACTIVATION)), node.outputs[0]);
  return true;
});

/** α A B, with the last two axes of an operand swapped, or its first axis moved before the last. */
const fusedMatMul = ['FusedMatMul', 'TransposeMatMul'].map((op) =>
  contributed(op, (node, made, context) => {
    const [a, b] = ['A', 'B'].map((letter, k) => operand(node, letter, node.inputs[k], made, context));
    if (a === undefined || b === undefined) return false;
    const alpha = numberAttribute(node, 'alpha', 1);
    if (alpha === 1) made.op('MatMul', [a, b], {}, node.outputs[0]);
    else made.op('Mul', [made.op('MatMul', [a, b]), made.scalar(alpha, node.inputs[0])], {}, node.outputs[0]);
    return true;
  }),
);

function operand(
  node: Node,
  letter: string,
  tensor: string,
  made: Replacement,
  { facts }: UpgradeContext,
): string | undefined {
  const [turns, moves] = [`trans${letter}`, `transBatch${letter}`].map((name) => numberAttribute(node, name, 0) !== 0);
  const rank = facts(tensor)?.shape?.length;
  if (!turns && !moves) return tensor;
  if (rank === undefined) return undefined;
  if (rank < 2) return tensor;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const order = moves ? [...axes.slice(1, -1), 0, rank - 1] : axes;
  if (turns) order.push(...order.splice(-2).reverse());
  return made.op('Transpose', [tensor], { perm: ints(order) });
}

export const products = [fusedConv, fusedGemm, ...fusedMatMul];
