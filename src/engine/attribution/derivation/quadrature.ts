import { choicesOf, entryOf, registry } from '../../parameter/entries';
import { choice, integer } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { gaussLegendre, type Quadrature } from '../../tensor/gauss-legendre';

export type { Quadrature } from '../../tensor/gauss-legendre';

interface Rule {
  readonly id: string;
  readonly label: string;
  of(steps: number): Quadrature;
}

function riemann(steps: number, offset: number): Quadrature {
  return {
    nodes: Float64Array.from({ length: steps }, (_, i) => (i + offset) / steps),
    weights: new Float64Array(steps).fill(1 / steps),
  };
}

/** Nodes i/(n−1); weights 1/n with the ends halved, so that they sum to 1 − 1/n: Captum's convention, kept. */
function trapezoid(steps: number): Quadrature {
  const weights = new Float64Array(steps).fill(1 / steps);
  weights[0] /= 2;
  weights[steps - 1] /= 2;
  return { nodes: Float64Array.from({ length: steps }, (_, i) => (steps > 1 ? i / (steps - 1) : 0)), weights };
}

const RULES = registry<Rule>()([
  { id: 'gausslegendre', label: 'Gauss-Legendre', of: gaussLegendre },
  { id: 'riemann_trapezoid', label: 'Trapezoid', of: trapezoid },
  { id: 'riemann_middle', label: 'Riemann sum, midpoints', of: (steps) => riemann(steps, 0.5) },
  { id: 'riemann_left', label: 'Riemann sum, left ends', of: (steps) => riemann(steps, 0) },
  { id: 'riemann_right', label: 'Riemann sum, right ends (as in the paper)', of: (steps) => riemann(steps, 1) },
]);

export const quadratureParameter = choice({
  name: 'quadrature',
  label: 'Quadrature',
  default: 'gausslegendre',
  choices: choicesOf(RULES),
});

export const stepsParameter = integer({
  name: 'steps',
  label: 'Steps',
  default: 50,
  minimum: 1,
  maximum: 10000,
  unit: 'points',
});

/** The nodes and weights of a rule. @throws LensError for a rule there is not */
export const quadratureOf = ({
  quadrature,
  steps,
}: ValuesOf<readonly [typeof quadratureParameter, typeof stepsParameter]>): Quadrature =>
  entryOf(RULES, quadrature, 'quadrature').of(steps);
