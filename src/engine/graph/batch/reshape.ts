import { LensError } from '../../../protocol/error';
import { integers } from '../../tensor/tensor';
import type { Dimension } from '../model';
import { dependsOn, isStatic, productOf, quotient, times } from '../shapes/dimension';
import { withoutAttributes } from '../upgrade/upgrader';
import { BATCH, type BatchContext, type BatchFixer } from './fixer';

/**
 * A constant target shape holds the batch it was exported with. Elements stay in row-major order, so the batch goes to
 * the output axis that has as many elements before it as the input's batch axis has; there the target copies the length
 * (0) or infers it (−1).
 */
export const reshapeFixer: BatchFixer = {
  ops: ['Reshape'],
  fix(context) {
    const { node, live, stated } = context;
    const from = live(node.inputs[0])?.shape;
    const target = live(node.inputs[1])?.contents;
    const axis = from?.findIndex((d) => dependsOn(d, BATCH)) ?? -1;
    if (!from || axis < 0 || !isStatic(target)) return undefined;
    const before = stated(node.outputs[0]);
    const at = before ? batchAxis(stated(node.inputs[0])!, axis, before) : undefined;
    if (!before || at === undefined) throw lost(context);
    const length = lengthWithBatch(before[at], context.size);
    if (live(node.outputs[0])?.shape?.[at] === length) return undefined;
    const copied = at === axis && from[axis] === length;
    const rest = before.filter((_, k) => k !== at);
    if (!copied && !isStatic(rest)) throw lost(context);
    const fixed = copied
      ? target.map((d, k) => (k === at ? 0 : d))
      : before.map((d, k) => (k === at ? -1 : (d as number)));
    const shape = context.constant(integers(fixed), `${node.outputs[0]}_shape`);
    return {
      nodes: [
        { ...node, inputs: [node.inputs[0], shape], attributes: withoutAttributes(node.attributes, 'allowzero') },
      ],
      change: `Reshape ${node.name || node.outputs[0]}: [${target.join(', ')}] → [${fixed.join(', ')}]`,
    };
  },
};

/**
 * The output axis before which there are as many elements as before the input's axis; the same axis where several fit.
 */
function batchAxis(from: readonly Dimension[], axis: number, to: readonly Dimension[]): number | undefined {
  const before = productOf(from.slice(0, axis));
  const fits = to.flatMap((_, k) => (productOf(to.slice(0, k)) === before ? [k] : []));
  return fits.includes(axis) ? axis : fits[0];
}

function lengthWithBatch(length: Dimension, size: number): Dimension {
  return times(quotient(length, size) ?? null, BATCH);
}

function lost({ node }: BatchContext): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: 'its batch axis cannot be followed',
    where: `Reshape ${node.name || node.outputs[0]}`,
  });
}
