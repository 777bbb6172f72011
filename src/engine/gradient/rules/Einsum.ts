import { stringAttribute, text, type Dimension } from '../../graph/model';
import { undifferentiable } from '../arithmetic';
import { summedAtRunTime, summedTo } from '../broadcasting';
import type { GradientRule, ReverseContext } from '../rule';
import { repeatedLike } from '../shaping';

/** An equation with every axis named by a letter. */
interface Equation {
  readonly operands: readonly string[];
  readonly output: string;
}

/**
 * Each operand's gradient is again an Einsum: the output gradient times the other operands, for the letters of the
 * operand. Letters that only this operand has were summed over, so the gradient is repeated along them.
 */
export const einsumRule: GradientRule = {
  ops: ['Einsum'],
  backward(context) {
    const equation = explicitEquation(context);
    return context.node.inputs.map((_, k) => (context.wanted[k] ? operandGradient(context, equation, k) : undefined));
  },
};

function operandGradient(context: ReverseContext, { operands, output }: Equation, k: number): string {
  const { node, gradients, builder, shape } = context;
  const own = operands[k];
  if (new Set(own).size < own.length) throw undifferentiable(context, 'it takes a diagonal');
  const others = operands.filter((_, i) => i !== k);
  const reachable = [...own]
    .filter((letter) => output.includes(letter) || others.some((term) => term.includes(letter)))
    .join('');
  const inputs = [gradients[0]!, ...node.inputs.filter((_, i) => i !== k)];
  const product = builder.op('Einsum', inputs, { equation: text(`${[output, ...others].join(',')}->${reachable}`) });
  const lengths = lengthsOf(context, { operands, output });
  const from = [...reachable].map((letter) => lengths.get(letter)!);
  const to = [...reachable].map((letter) => shape(node.inputs[k])[own.indexOf(letter)]);
  const whole = reachable.length === own.length;
  const summed =
    summedTo(context, product, from, to) ?? (whole ? summedAtRunTime(context, product, 0, node.inputs[k]) : undefined);
  if (summed === undefined)
    throw undifferentiable(context, 'its axes may be broadcast, and their lengths are not fixed');
  if (whole) return summed;
  const missing = [...own].flatMap((letter, axis) => (reachable.includes(letter) ? [] : [axis]));
  return repeatedLike(
    context,
    builder.op('Unsqueeze', [summed, builder.integers(...missing)]),
    missing,
    node.inputs[k],
  );
}

/** The length behind each letter; an operand may have 1 where others have more. */
function lengthsOf({ node, shape }: ReverseContext, { operands, output }: Equation): Map<string, Dimension> {
  const lengths = new Map<string, Dimension>();
  [output, ...operands].forEach((term, i) => {
    const dims = shape(i === 0 ? node.outputs[0] : node.inputs[i - 1]);
    [...term].forEach((letter, axis) => {
      const known = lengths.get(letter);
      if (known === undefined || known === 1) lengths.set(letter, dims[axis]);
    });
  });
  return lengths;
}

/** The equation without ellipses and with an output term. */
function explicitEquation(context: ReverseContext): Equation {
  const { node, shape } = context;
  const [left, right] = stringAttribute(node, 'equation', '').replace(/\s/g, '').split('->');
  const terms = left.split(',');
  const used = new Set(left.replace(/[^A-Za-z]/g, ''));
  const spare = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].filter((letter) => !used.has(letter));
  const covered = terms.map((term, k) => (term.includes('...') ? shape(node.inputs[k]).length - (term.length - 3) : 0));
  const widest = Math.max(...covered);
  const letters = spare.slice(0, widest).join('');
  const operands = terms.map((term, k) => term.replace('...', letters.slice(widest - covered[k])));
  const all = operands.join('');
  const implied = [...new Set(all)]
    .filter((letter) => !letters.includes(letter) && all.indexOf(letter) === all.lastIndexOf(letter))
    .sort()
    .join('');
  return { operands, output: right === undefined ? letters + implied : right.replace('...', letters) };
}
