import { Arithmetic } from '../../gradient/arithmetic';
import { reductionOf } from '../../gradient/reduction';
import type { RelevanceRule } from '../context';
import { filledLike } from '../distribution';
import type { ReverseContext } from '../../gradient/rule';

/** Keeps shares defined where there is nothing but zeros: then they are equal. */
const SMALLEST = 1e-30;

type Size = (math: Arithmetic, x: string, context: ReverseContext) => string;

/** The relevance of a reduction, divided among its numbers by what each adds to it. */
const inShares =
  (sizeOf: Size): RelevanceRule =>
  (context) => {
    const reduced = reductionOf(context);
    if (!reduced) return [context.gradients[0]];
    const { x, g, axes } = reduced;
    const math = new Arithmetic(context);
    const size = math.add(sizeOf(math, x, context), SMALLEST);
    return [math.mul(size, math.div(g, math.sum(size, axes)))];
  };

const bySizes = inShares((math, x) => math.op('Abs', x));
const bySquares = inShares((math, x) => math.square(x));
/** Factors are of equal standing. */
const equally = inShares((math, x, context) => filledLike(context, math.scalar(1), x));

/** Reductions that do not hand their relevance on in shares by their ordinary gradient. */
export const reductionShares: ReadonlyMap<string, RelevanceRule> = new Map([
  ['ReduceL1', bySizes],
  ['ReduceLogSum', bySizes],
  ['ReduceL2', bySquares],
  ['ReduceSumSquare', bySquares],
  ['ReduceProd', equally],
]);
