import { sizeOf } from '../../../tensor/tensor';
import type { Dimension, Node } from '../../model';
import { isStatic } from '../dimension';
import { SMALL, isFollowed, type Facts } from '../facts';
import { binaryContents, castContents, reductionContents, unaryContents, whereContents } from './arithmetic';
import {
  concatContents,
  expandContents,
  gatherContents,
  rangeContents,
  sliceContents,
  splitContents,
  tileContents,
  transposeContents,
  unchangedContents,
} from './movement';
import type { Contents, ContentRule } from './rule';

/** Every operator that is evaluated on small tensors in JavaScript. */
const contentRules: readonly ContentRule[] = Object.freeze([
  binaryContents,
  unaryContents,
  castContents,
  whereContents,
  reductionContents,
  unchangedContents,
  transposeContents,
  expandContents,
  tileContents,
  sliceContents,
  gatherContents,
  concatContents,
  splitContents,
  rangeContents,
]);

const byOp = new Map(contentRules.flatMap((rule) => rule.ops.map((op) => [op, rule] as const)));

/** The outputs' facts with their contents, where the node works on small known tensors. */
export function withContents(
  node: Node,
  inputs: readonly (Facts | undefined)[],
  outputs: readonly Facts[],
): readonly Facts[] {
  const rule = node.domain === '' ? byOp.get(node.op) : undefined;
  // Of nothing nothing is known: only damaged files hold such nodes.
  if (!rule || !node.inputs[0] || outputs.some((o) => o.contents) || !outputs.every(isSmall)) return outputs;
  const known = inputs.map((input, k) => (node.inputs[k] ? contentsOf(input) : undefined));
  if (known.some((c, k) => node.inputs[k] && !c)) return outputs;
  const values = rule.evaluate({ node, inputs: known, shapes: outputs.map((o) => o.shape as readonly number[]) });
  return outputs.map((o, k) => {
    const fits = values[k]?.length === sizeOf(o.shape as readonly number[]);
    return fits ? { ...o, contents: values[k].map((v) => stored(v, o.type)) } : o;
  });
}

const isSmall = ({ type, shape }: Facts): boolean =>
  isStatic(shape) && isFollowed(type) && shape.every((d) => d >= 0) && sizeOf(shape) <= SMALL;

function contentsOf(facts: Facts | undefined): Contents | undefined {
  return facts?.contents && isStatic(facts.shape)
    ? { type: facts.type, dims: facts.shape, values: facts.contents }
    : undefined;
}

/** float32 results are rounded as ONNX Runtime would store them. */
const stored = (value: Dimension, type: Facts['type']): Dimension =>
  type === 'float32' && typeof value === 'number' ? Math.fround(value) : value;
