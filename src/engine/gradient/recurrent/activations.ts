import { float, numbersAttribute, type Attribute } from '../../graph/model';
import { undifferentiable, type Arithmetic } from '../arithmetic';
import type { ReverseContext } from '../rule';

/** An activation inside a recurrent operator. */
export interface RecurrentActivation {
  apply(x: string): string;
  /** Its derivative, read off its output. */
  slope(y: string): string;
}

interface Kind {
  /** Defaults of the parameters it takes. */
  readonly alpha?: number;
  readonly beta?: number;
  slope(math: Arithmetic, y: string, alpha: number): string;
}

const kinds: Readonly<Record<string, Kind>> = {
  Sigmoid: { slope: (m, y) => m.mul(y, m.sub(1, y)) },
  Tanh: { slope: (m, y) => m.sub(1, m.square(y)) },
  Relu: { slope: (m, y) => m.indicator(m.op('Greater', y, 0)) },
  HardSigmoid: {
    alpha: 0.2,
    beta: 0.5,
    slope: (m, y, alpha) => m.where(m.op('And', m.op('Greater', y, 0), m.op('Less', y, 1)), alpha, 0),
  },
  Softsign: { slope: (m, y) => m.square(m.sub(1, m.op('Abs', y))) },
};

/** The activations f, g, h of a node; both directions must have the same. @param usual those of a node that names none */
export function activationsOf(
  context: ReverseContext,
  math: Arithmetic,
  usual: readonly string[],
): readonly RecurrentActivation[] {
  const { attributes } = context.node;
  const named = attributes.activations?.kind === 'strings' ? attributes.activations.value : usual;
  const taker = {
    alpha: [...(numbersAttribute(context.node, 'activation_alpha') ?? [])],
    beta: [...(numbersAttribute(context.node, 'activation_beta') ?? [])],
  };
  const all = named.map((name) => {
    const op = Object.keys(kinds).find((known) => known.toLowerCase() === name.toLowerCase());
    if (!op) throw undifferentiable(context, `its activation ${name} has no gradient`);
    const { alpha, beta } = kinds[op];
    return {
      op,
      ...(alpha !== undefined && { alpha: taker.alpha.shift() ?? alpha }),
      ...(beta !== undefined && { beta: taker.beta.shift() ?? beta }),
    };
  });
  const [first, second] = [all.slice(0, usual.length), all.slice(usual.length)];
  if (second.length > 0 && JSON.stringify(first) !== JSON.stringify(second))
    throw undifferentiable(context, 'its two directions have different activations');
  return first.map(({ op, alpha, beta }) => {
    const parameters: Record<string, Attribute> = {
      ...(alpha !== undefined && { alpha: float(alpha) }),
      ...(beta !== undefined && { beta: float(beta) }),
    };
    return {
      apply: (x) => context.builder.op(op, [x], parameters),
      slope: (y) => kinds[op].slope(math, y, alpha ?? 0),
    };
  });
}
