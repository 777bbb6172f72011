import { Arithmetic } from '../../gradient/arithmetic';
import { gradientRule } from '../../gradient/rules';
import type { PairedRule } from './pair';
import { twinOf } from './rescale';

const EQUAL = 1e-10;

/**
 * With M = max(out, out′) of a window (or of all operands at a place), its maximum at the input receives m (M − out′)
 * and its maximum at the baseline m (out − M), as the ordinary gradient hands them out in either pass; what an element
 * gathers from all its windows is divided by its own change, so that the windows' changes are kept exactly.
 */
const extremum =
  (op: 'Max' | 'Min'): PairedRule =>
  (context, counterpart) => {
    const { node, gradients, wanted } = context;
    const rule = gradientRule(node)!;
    const math = new Arithmetic(context);
    const [y, y2] = [node.outputs[0], counterpart(node.outputs[0])];
    const further = math.op(op, y, y2);
    const here = rule.backward({ ...context, gradients: [math.mul(gradients[0]!, math.sub(further, y2))] });
    const there = rule.backward({
      ...context,
      node: twinOf(node, counterpart),
      gradients: [math.mul(gradients[0]!, math.sub(y, further))],
    });
    const unchanged = rule.backward(context);
    return node.inputs.map((x, k) => {
      if (!wanted[k]) return undefined;
      const change = math.sub(x, counterpart(x));
      const equal = math.op('Less', math.op('Abs', change), EQUAL);
      const multiplier = math.div(math.add(here[k]!, there[k]!), math.where(equal, 1, change));
      return math.where(equal, unchanged[k]!, multiplier);
    });
  };

export const maximum = extremum('Max');
export const minimum = extremum('Min');
