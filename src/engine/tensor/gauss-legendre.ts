/** Nodes in [0, 1] and weights of a rule for an integral over the unit interval. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** The roots of the Legendre polynomial of degree `steps` by Newton's method, mapped to [0, 1]. */
export function gaussLegendre(steps: number): Quadrature {
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
