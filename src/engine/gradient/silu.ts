import type { Node } from '../graph/model';
import { Arithmetic } from './arithmetic';
import { blockedChannels, scaledInBlocks } from './blocked';
import type { GradientRule } from './rule';

/** The sigmoid that a product weighs its own argument with: x · sigmoid(x), which exporters write as two nodes. */
export function gateOf({ op, domain, inputs }: Node, made: ReadonlyMap<string, Node>): Node | undefined {
  if (op !== 'Mul' || domain !== '') return undefined;
  const gates = inputs.map((name, k) => {
    const gate = made.get(name);
    return gate?.op === 'Sigmoid' && gate.domain === '' && gate.inputs[0] === inputs[1 - k] ? gate : undefined;
  });
  return gates.find(Boolean);
}

/**
 * The derivative s + y (1 − s) of both nodes at once: fewer passes over memory than the two rules take, and in the
 * blocked layout that ONNX Runtime's convolutions use (bench/ops).
 */
export const siluRule = (gate: string, original: Node): GradientRule => ({
  ops: ['Mul'],
  local: true,
  backward(context) {
    const { node, gradients } = context;
    const at = original.inputs.indexOf(gate);
    const [s, y] = [node.inputs[at], node.outputs[0]];
    const channels = blockedChannels(context, y);
    const math = new Arithmetic(context);
    const rest = channels === undefined ? math.sub(1, s) : scaledInBlocks(context, s, channels, -1, 1);
    const slope = math.mul(gradients[0]!, math.add(s, math.mul(y, rest)));
    return node.inputs.map((_, k) => (k === at ? undefined : slope));
  },
});
