import { float, int, numberAttribute } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import type { GradientRule } from '../rule';

/**
 * Y = α A' B' + β C: dA' = α G B'ᵀ, dB' = α A'ᵀ G, dC = β G summed; the transpositions are Gemm's own flags, so weights
 * are not copied.
 */
export const gemmRule: GradientRule = {
  ops: ['Gemm'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const [a, b, c] = node.inputs;
    const g = gradients[0]!;
    const alpha = float(numberAttribute(node, 'alpha', 1));
    const beta = numberAttribute(node, 'beta', 1);
    const transA = numberAttribute(node, 'transA', 0);
    const transB = numberAttribute(node, 'transB', 0);
    const gemm = (left: string, right: string, turnLeft: number, turnRight: number) =>
      builder.op('Gemm', [left, right], { alpha, transA: int(turnLeft), transB: int(turnRight) });
    const ofA = () => (transA ? gemm(b, g, transB, 1) : gemm(g, b, 0, 1 - transB));
    const ofB = () => (transB ? gemm(g, a, 1, transA) : gemm(a, g, 1 - transA, 0));
    const ofC = () => unbroadcast(context, beta === 1 ? g : new Arithmetic(context).mul(g, beta), node.outputs[0], c);
    return [wanted[0] ? ofA() : undefined, wanted[1] ? ofB() : undefined, wanted[2] ? ofC() : undefined];
  },
};
