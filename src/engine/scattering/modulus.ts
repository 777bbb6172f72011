import type { GraphBuilder } from '../graph/builder';

/**
 * Keeps the root's derivative finite at 0; its own root, 1e-15, is far below the rounding of any image's
 * coefficients.
 */
const SAFE = 1e-30;

/**
 * |z| = sqrt(re² + im² + 1e-30). The derivative re/|z| is then 0 where z = 0, the subgradient of least norm, instead of
 * 0/0; a plain chain of Mul, Add and Sqrt, so that every backward pass gets this right by itself.
 */
export function modulus(builder: GraphBuilder, { re, im }: { re: string; im: string }): string {
  const energy = builder.op('Add', [builder.op('Mul', [re, re]), builder.op('Mul', [im, im])]);
  return builder.op('Sqrt', [builder.op('Add', [energy, builder.scalar(SAFE)])]);
}
