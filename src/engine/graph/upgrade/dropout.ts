import { int, OPSET } from '../model';
import { elementNumberOf } from '../shapes/element-type';
import { numbersIn } from '../shapes/facts';
import { weightOf } from '../weight';
import { scalarOf } from './scalar';
import { replacement, type Upgrader } from './upgrader';

/**
 * In inference Dropout passes its input on; a mask that somebody reads is true everywhere. It stays only where training
 * mode is demanded. Due in every operator set.
 */
export const dropout: Upgrader = {
  ops: ['Dropout'],
  before: OPSET + 1,
  upgrade(node, context) {
    const training = node.inputs[2] ? numbersIn(context.facts(node.inputs[2])) : [0];
    if (training?.[0] !== 0) return [node];
    const [x] = node.inputs;
    const passed = node.outputs[0] ? [replacement(node, 'Identity', [x], [node.outputs[0]])] : [];
    const mask = node.outputs[1];
    if (!mask || !context.isUsed(mask)) return passed;
    const shape = context.fresh(`${mask}_shape`);
    const filled = replacement(node, 'ConstantOfShape', [shape], [mask], {
      value: { kind: 'tensor', value: weightOf({ ...scalarOf('bool', 1), dims: [1] }) },
    });
    return [...passed, replacement(node, 'Shape', [x], [shape]), filled];
  },
};

/** Before 10 the mask had the type of the data. */
export const numericDropoutMask: Upgrader = {
  ops: ['Dropout'],
  before: 10,
  upgrade(node, context) {
    const mask = node.outputs[1];
    if (!mask || !context.isUsed(mask)) return [node];
    const truth = context.fresh(`${mask}_bool`);
    const to = elementNumberOf(context.facts(node.inputs[0])?.type ?? 'float32');
    return [
      { ...node, outputs: [node.outputs[0], truth] },
      replacement(node, 'Cast', [truth], [mask], { to: int(to) }),
    ];
  },
};
