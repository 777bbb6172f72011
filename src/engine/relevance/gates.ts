import type { Model } from '../graph/model';

/** Operators whose output lies between −1 and 1 and weighs what it is multiplied with. */
const GATES = new Set(['Softmax', 'Sigmoid', 'HardSigmoid', 'Tanh', 'Erf']);
/** Operators that move a gate's numbers or scale them by constants. */
const PASSING = new Set([
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Transpose',
  'Identity',
  'Dropout',
  'Cast',
  'Expand',
  'Add',
  'Mul',
  'Div',
]);

/**
 * Tensors that weigh others: a gate's output, also moved or scaled by constants (attention, squeeze-and-excitation,
 * GELU written out).
 */
export function gateTensors(model: Model, dependents: ReadonlySet<string>): ReadonlySet<string> {
  const gates = new Set<string>();
  for (const node of model.graph.nodes) {
    const varying = node.inputs.filter((name) => dependents.has(name));
    const passes = PASSING.has(node.op) && varying.length === 1 && gates.has(varying[0]);
    if (varying.length > 0 && (GATES.has(node.op) || passes)) node.outputs.forEach((name) => name && gates.add(name));
  }
  return gates;
}
