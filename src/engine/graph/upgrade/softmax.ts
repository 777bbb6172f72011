import { int, numberAttribute } from '../model';
import { fromFront } from '../shapes/facts';
import { replacement, type Upgrader } from './upgrader';

/**
 * Before operator set 13, Softmax and its kin flattened their input to a matrix at `axis` (default 1) and worked on its
 * rows. Where only one axis of that row is longer than 1, that is the same as working along it; elsewhere the
 * flattening is written out.
 */
export const softmaxRows: Upgrader = {
  ops: ['Softmax', 'LogSoftmax', 'Hardmax'],
  before: 13,
  changesMeaning: true,
  upgrade(node, context) {
    const shape = context.facts(node.inputs[0])?.shape;
    const given = numberAttribute(node, 'axis', 1);
    const first = shape ? fromFront(given, shape.length) : given;
    const row = shape?.slice(first) ?? [null, null];
    const long = row.flatMap((d, k) => (d === 1 ? [] : [k]));
    if (long.length <= 1) return [{ ...node, attributes: { axis: int(first + (long[0] ?? 0)) } }];
    const [matrix, rows, original] = ['matrix', 'rows', 'shape'].map((hint) =>
      context.fresh(`${node.outputs[0]}_${hint}`),
    );
    return [
      replacement(node, 'Shape', [node.inputs[0]], [original]),
      replacement(node, 'Flatten', [node.inputs[0]], [matrix], { axis: int(given) }),
      replacement(node, node.op, [matrix], [rows], { axis: int(-1) }),
      replacement(node, 'Reshape', [rows, original], node.outputs),
    ];
  },
};
