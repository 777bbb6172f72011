import { int, ints, numberAttribute, numbersAttribute, type Node } from '../../model';
import type { Replacement } from '../replacement';
import type { UpgradeContext } from '../upgrader';
import { contributed, usesMore } from './contributed';

/** Queries, keys and values [N, tokens, heads · width], and what is added to their products. */
interface Heads {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly heads: number;
  readonly bias: string;
  /** Factor of the products: one over the root of the width by default. */
  readonly scale: number;
}

/** Softmax(s · Q Kᵀ + bias) V per head (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762). */
function attend(made: Replacement, { query, key, value, heads, bias, scale }: Heads, output: string): void {
  const split = (tensor: string, order: readonly number[]): string =>
    made.op('Transpose', [made.op('Reshape', [tensor, made.integers(0, 0, heads, -1)])], { perm: ints(order) });
  const products = made.op('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
  const scaled = made.op('Mul', [products, made.scalar(scale, query)]);
  const weights = made.op('Softmax', [bias ? made.op('Add', [scaled, bias]) : scaled], { axis: int(-1) });
  const mixed = made.op('MatMul', [weights, split(value, [0, 2, 1, 3])]);
  made.op(
    'Reshape',
    [made.op('Transpose', [mixed], { perm: ints([0, 2, 1, 3]) }), made.integers(0, 0, -1)],
    {},
    output,
  );
}

/** The factor of the products, where it or the width of the queries is known. */
function scaleOf(node: Node, width: number | undefined, heads: number): number | undefined {
  const stated = numberAttribute(node, 'scale', 0);
  return stated !== 0 ? stated : width === undefined ? undefined : 1 / Math.sqrt(width / heads);
}

/** Masks, caches and rotations belong to models of text; such nodes stay as they are. */
const isPlain = (node: Node, absent: readonly number[], context: UpgradeContext): boolean =>
  absent.every((k) => !node.inputs[k]) &&
  !usesMore(node, context, 1) &&
  ['unidirectional', 'do_rotary', 'past_present_share_buffer'].every((name) => numberAttribute(node, name, 0) === 0);

/** One product makes queries, keys and values. */
const attention = contributed('Attention', (node, made, context) => {
  const heads = numberAttribute(node, 'num_heads', 0);
  const columns = context.facts(node.inputs[1])?.shape?.[1];
  if (heads < 1 || typeof columns !== 'number' || !isPlain(node, [3, 4, 6], context)) return false;
  const widths = numbersAttribute(node, 'qkv_hidden_sizes') ?? [columns / 3, columns / 3, columns / 3];
  const [x, weight, shift = '', , , bias = ''] = node.inputs;
  const product = made.op('MatMul', [x, weight]);
  const joined = shift ? made.op('Add', [product, shift]) : product;
  let start = 0;
  const [query, key, value] = widths.map((width) => {
    const [from, to, axis] = [start, (start += width), -1].map((number) => made.integers(number));
    return made.op('Slice', [joined, from, to, axis]);
  });
  attend(made, { query, key, value, heads, bias, scale: scaleOf(node, widths[0], heads)! }, node.outputs[0]);
  return true;
});

const multiHeadAttention = contributed('MultiHeadAttention', (node, made, context) => {
  const heads = numberAttribute(node, 'num_heads', 0);
  const shapes = node.inputs.slice(0, 3).map((name) => context.facts(name)?.shape);
  const widths = shapes.map((shape) => shape?.[2]);
  const whole = (d: unknown): d is number => typeof d === 'number';
  if (heads < 1 || shapes.some((s) => s?.length !== 3) || !widths.every(whole)) return false;
  if (!isPlain(node, [4, 6, 7, 8, 9], context)) return false;
  const [, , , shift = '', , bias = ''] = node.inputs;
  let start = 0;
  const [query, key, value] = node.inputs.slice(0, 3).map((tensor, k) => {
    const [from, to, axis] = [start, (start += widths[k]), 0].map((number) => made.integers(number));
    return shift ? made.op('Add', [tensor, made.op('Slice', [shift, from, to, axis])]) : tensor;
  });
  attend(made, { query, key, value, heads, bias, scale: scaleOf(node, widths[0], heads)! }, node.outputs[0]);
  return true;
});

export const attentions = [attention, multiHeadAttention];
