import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { integers } from '../../../src/engine/tensor/tensor';
import { assertClose, gradientAt } from './at-point';

const X = [0.5, -1, 2, 0.25, 1, -0.75];

/** The transform of X along the places, the real and imaginary parts one after the other. */
const transform =
  (parts: 1 | 2, inverse: 0 | 1, onesided: 0 | 1) =>
  (b: GraphBuilder): string =>
    b.op('DFT', [b.op('Reshape', ['x', b.integers(1, -1, parts)]), '', b.constant(integers([1], []))], {
      inverse: int(inverse),
      onesided: int(onesided),
    });

/** Σ_k of the weights of frequency k, as complex numbers, turned back to each place. */
function expected(weights: readonly number[], places: number, parts: 1 | 2, inverse: 0 | 1): number[] {
  const [turn, scale] = inverse ? [-1, 1 / places] : [1, 1];
  return Array.from({ length: places * parts }, (_, i) => {
    const [n, imaginary] = [Math.floor(i / parts), i % parts === 1];
    let sum = 0;
    for (let k = 0; k < weights.length / 2; k++) {
      const angle = (turn * 2 * Math.PI * k * n) / places;
      const [re, im] = [weights[2 * k], weights[2 * k + 1]];
      sum += imaginary ? re * Math.sin(angle) + im * Math.cos(angle) : re * Math.cos(angle) - im * Math.sin(angle);
    }
    return sum * scale;
  });
}

describe('gradients of the discrete Fourier transform', () => {
  for (const [name, parts, inverse, onesided] of [
    ['of real numbers', 1, 0, 0],
    ['of real numbers, one-sided', 1, 0, 1],
    ['of complex numbers', 2, 0, 0],
    ['of complex numbers, backwards', 2, 1, 0],
  ] as const)
    it(name, async () => {
      const places = X.length / parts;
      const frequencies = onesided ? Math.floor(places / 2) + 1 : places;
      const weights = Array.from({ length: 2 * frequencies }, (_, k) => Math.sin(3 * k + 1));
      const got = await gradientAt(X, transform(parts, inverse, onesided), weights);
      assertClose(got, expected(weights, places, parts, inverse));
    });
});
