import { Arithmetic } from '../../gradient/arithmetic';
import type { PairedRule } from './pair';
import { ordinary, twinOf } from './rescale';

const EQUAL = 1e-10;

/**
 * With M = max(out, out′) of a window, its maximum at the input receives m (M − out′) and its maximum at the baseline m
 * (out − M), as the ordinary gradient hands them out in either pass; what an element gathers from all its windows is
 * divided by its own change, so that the windows' changes are kept exactly.
 */
const extremum =
  (op: 'Max' | 'Min'): PairedRule =>
  (context, counterpart) => {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const [x, y] = [node.inputs[0], node.outputs[0]];
    const further = math.op(op, y, counterpart(y));
    const here = ordinary(context, math.mul(gradients[0]!, math.sub(further, counterpart(y))));
    const there = ordinary(
      { ...context, node: twinOf(node, counterpart) },
      math.mul(gradients[0]!, math.sub(y, further)),
    );
    const change = math.sub(x, counterpart(x));
    const equal = math.op('Less', math.op('Abs', change), EQUAL);
    const multiplier = math.div(math.add(here, there), math.where(equal, 1, change));
    return [math.where(equal, ordinary(context, gradients[0]!), multiplier)];
  };

export const maximum = extremum('Max');
export const minimum = extremum('Min');
