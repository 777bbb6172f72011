import { int } from '../../graph/model';
import { summedAtRunTime, summedTo } from '../broadcasting';
import type { GradientRule, ReverseContext } from '../rule';
import { reshaped, transposed } from '../shaping';

/** dA = G · Bᵀ, dB = Aᵀ · G over the broadcast leading axes; vectors are treated as NumPy's matmul does. */
export const matMulRule: GradientRule = {
  ops: ['MatMul'],
  backward(context) {
    const { node, wanted, gradients, builder } = context;
    const ranks = node.inputs.map((input) => context.shape(input).length);
    const g = asMatrix(context, gradients[0]!, ranks);
    const [a, b] = node.inputs;
    if (Math.max(...ranks) === 2 && Math.min(...ranks) === 2) {
      // Gemm transposes without a copy, which matters for the weights of large fully connected layers.
      const ofA = wanted[0] ? builder.op('Gemm', [g, b], { transB: int(1) }) : undefined;
      return [ofA, wanted[1] ? builder.op('Gemm', [a, g], { transA: int(1) }) : undefined];
    }
    const shared = wanted[1] && ranks[1] === 2 && ranks[0] > 2 ? sharedGradient(context) : undefined;
    const ofSecond = () => shared ?? factorGradient(context, [turned(context, a, ranks[0], 0), g], 1, ranks);
    return [
      wanted[0] ? factorGradient(context, [g, turned(context, b, ranks[1], 1)], 0, ranks) : undefined,
      wanted[1] ? ofSecond() : undefined,
    ];
  },
};

/** One matrix for all leading axes: a single product instead of one each and their sum. Undefined where its sides vary. */
function sharedGradient(context: ReverseContext): string | undefined {
  const { node, gradients, builder } = context;
  const sides = context.shape(node.inputs[1]);
  if (!sides.every((side) => typeof side === 'number')) return undefined;
  const flat = [node.inputs[0], gradients[0]!].map((tensor, k) => reshaped(context, tensor, [-1, sides[k]]));
  return builder.op('Gemm', flat, { transA: int(1) });
}

/** The output gradient with the axes that vectors lack. */
function asMatrix({ builder }: ReverseContext, gradient: string, ranks: readonly number[]): string {
  const axes = [...(ranks[0] === 1 ? [-2] : []), ...(ranks[1] === 1 ? [-1] : [])];
  return axes.length > 0 ? builder.op('Unsqueeze', [gradient, builder.integers(...axes)]) : gradient;
}

/**
 * A factor with its last two axes exchanged; a vector becomes a row as first factor, a column as second, and is then
 * turned.
 */
function turned(context: ReverseContext, tensor: string, rank: number, position: number): string {
  const { builder } = context;
  if (rank === 1) return builder.op('Unsqueeze', [tensor, builder.integers(position === 0 ? 1 : 0)]);
  const order = Array.from({ length: rank }, (_, k) => k);
  [order[rank - 2], order[rank - 1]] = [rank - 1, rank - 2];
  return transposed(context, tensor, order);
}

function factorGradient(
  context: ReverseContext,
  factors: readonly string[],
  position: number,
  ranks: readonly number[],
): string {
  const { node, builder } = context;
  const gradient = builder.op('MatMul', factors);
  const own = context.shape(node.inputs[position]);
  const output = context.shape(node.outputs[0]);
  const leading = output.slice(0, output.length - 2 + ranks.filter((rank) => rank === 1).length);
  if (ranks[position] > 1) {
    const from = [...leading, ...own.slice(-2)];
    return (
      summedTo(context, gradient, from, own) ??
      summedAtRunTime(context, gradient, from.length - own.length, node.inputs[position])
    );
  }
  const axes = leading.map((_, axis) => axis);
  const summed =
    axes.length > 0 ? builder.op('ReduceSum', [gradient, builder.integers(...axes)], { keepdims: int(0) }) : gradient;
  return builder.op('Squeeze', [summed, builder.integers(position)]);
}
