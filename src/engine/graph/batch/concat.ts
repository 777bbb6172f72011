import { LensError } from '../../../protocol/error';
import { integers } from '../../tensor/tensor';
import { int, numberAttribute, type Node } from '../model';
import { dependsOn } from '../shapes/dimension';
import { fromFront } from '../shapes/facts';
import { BATCH, added, type BatchContext, type BatchFixer } from './fixer';

/**
 * A stored part (a class token, say) of length 1 along the batch axis is repeated for every image before it is joined.
 */
export const concatFixer: BatchFixer = {
  ops: ['Concat'],
  fix(context) {
    const { node, live } = context;
    const shapes = node.inputs.map((name) => live(name)?.shape ?? null);
    const leader = shapes.findIndex((s) => s?.some((d) => dependsOn(d, BATCH)));
    if (leader < 0) return undefined;
    const rank = shapes[leader]!.length;
    const axis = shapes[leader]!.findIndex((d) => dependsOn(d, BATCH));
    if (fromFront(numberAttribute(node, 'axis', 0), rank) === axis) throw joinsBatch(node);
    const fixed = shapes.map((s) => s !== null && !dependsOn(s[axis], BATCH) && s[axis] === 1);
    if (!fixed.includes(true)) return undefined;
    const [nodes, shape] = repeatedShape(context, node.inputs[leader], axis, rank);
    const inputs = node.inputs.map((name, k) => {
      if (!fixed[k]) return name;
      const repeated = context.fresh(`${name}_repeated`);
      nodes.push(added('Expand', [name, shape], repeated));
      return repeated;
    });
    return {
      nodes: [...nodes, { ...node, inputs }],
      change: `Concat ${node.name || node.outputs[0]}: its constant parts are repeated for every image`,
    };
  },
};

/** [1, …, batch, …, 1], read off a tensor that has the batch. */
function repeatedShape(
  { node, constant, fresh }: BatchContext,
  leader: string,
  axis: number,
  rank: number,
): [Node[], string] {
  const length = fresh(`${node.outputs[0]}_batch`);
  const shape = fresh(`${node.outputs[0]}_shape`);
  const ones = (count: number): string[] =>
    count === 0 ? [] : [constant(integers(new Array<number>(count).fill(1)), 'ones')];
  const parts = [...ones(axis), length, ...ones(rank - axis - 1)];
  return [
    [
      added('Shape', [leader], length, { start: int(axis), end: int(axis + 1) }),
      added('Concat', parts, shape, { axis: int(0) }),
    ],
    shape,
  ];
}

function joinsBatch(node: Node): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: 'images are joined along the batch axis',
    where: `Concat ${node.name || node.outputs[0]}`,
  });
}
