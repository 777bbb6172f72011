import { choicesOf, entryOf, registry } from '../../parameter/entries';
import { choice, integer } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';

/** Nodes in [0, 1] and weights of a rule for an integral over the unit interval. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

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

/** The roots of the Legendre polynomial of degree `steps` by Newton's method, mapped to [0, 1]. */
function gaussLegendre(steps: number): Quadrature {
  const nodes = new Float64Array(steps);
  const weights = new Float64Array(steps);
  for (let i = 0; i < (steps + 1) / 2; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (steps + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 100; iteration++) {
      let previous = 1;
      let value = x;
      for (let k = 2; k <= steps; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      slope = steps === 1 ? 1 : (steps * (x * value - previous)) / (x * x - 1);
      const change = (steps === 1 ? x : value) / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    const weight = 1 / ((1 - x * x) * slope * slope);
    nodes[i] = (1 - x) / 2;
    nodes[steps - 1 - i] = (1 + x) / 2;
    weights[i] = weight;
    weights[steps - 1 - i] = weight;
  }
  return { nodes, weights };
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
