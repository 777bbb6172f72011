import { stringAttribute, type Dimension } from '../../model';
import { broadcastDimension } from '../dimension';
import { parsedEinsum } from '../einsum';
import type { ShapeRule } from '../facts';

export const einsum: ShapeRule = {
  ops: ['Einsum'],
  infer({ node, shape, type }) {
    const shapes = node.inputs.map((_, k) => shape(k));
    if (shapes.some((s) => !s)) return [{ type: type(0), shape: null }];
    const { inputs, output } = parsedEinsum(
      stringAttribute(node, 'equation', ''),
      shapes.map((s) => s!.length),
    );
    const lengths = new Map<string, Dimension>();
    inputs.forEach((term, k) =>
      term.forEach((label, axis) => lengths.set(label, broadcastDimension(lengths.get(label) ?? 1, shapes[k]![axis]))),
    );
    return [{ type: type(0), shape: output.map((label) => lengths.get(label) ?? null) }];
  },
};
