import type { Dimension } from '../model';
import {
  accumulate,
  added,
  factorsOf,
  isLong,
  joined,
  parsed,
  printed,
  shortEnough,
  without,
  type Polynomial,
} from './polynomial';

/** Products of sums grow by this: what would have more terms comes of no network, and is unknown. */
const MOST_PRODUCTS = 256;

export function plus(a: Dimension, b: Dimension): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return combined(a, b, (p, q) => added(p, q, 1));
}

export function minus(a: Dimension, b: Dimension): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return combined(a, b, (p, q) => added(p, q, -1));
}

export function times(a: Dimension, b: Dimension): Dimension {
  if (a === 0 || b === 0) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return combined(a, b, (p, q) => {
    if (p.size * q.size > MOST_PRODUCTS) return null;
    const product = new Map<string, number>();
    for (const [m, c] of p) for (const [n, d] of q) accumulate(product, joined(m, n), c * d);
    return product;
  });
}

/** a / b where that is exact for every value of the symbols, else undefined. */
export function quotient(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === null || b === null || b === 0) return undefined;
  if (a === b) return 1;
  if (isLong(a) || isLong(b)) return undefined;
  const divisor = [...parsed(b)];
  if (divisor.length !== 1) return undefined;
  const [[factors, scale]] = divisor;
  const result = new Map<string, number>();
  for (const [monomial, coefficient] of parsed(a)) {
    const rest = without(monomial, factors);
    if (rest === undefined || !Number.isInteger(coefficient / scale)) return undefined;
    result.set(rest, coefficient / scale);
  }
  return printed(result) ?? undefined;
}

/** Integer division rounded down; inexact symbolic quotients become the atom `floor((a)/b)`. */
export function floorQuotient(a: Dimension, b: Dimension): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : Math.floor(a / b);
  const exact = quotient(a, b);
  if (exact !== undefined) return exact;
  if (a === null || b === null) return null;
  return shortEnough(`floor((${a})/${typeof b === 'string' ? `(${b})` : b})`);
}

/** Product of dimensions; 1 for none. */
export function productOf(dims: readonly Dimension[]): Dimension {
  return dims.reduce<Dimension>((total, d) => times(total, d), 1);
}

/** Length of an axis along which two tensors are broadcast; where only symbols are left, the one that is known. */
export function broadcastDimension(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number') return a;
  if (typeof b === 'number') return b;
  return a === null || b === null ? (a ?? b) : null;
}

/** Shape of tensors broadcast together as NumPy does; null where a rank is unknown. */
export function broadcastShape(...shapes: readonly (readonly Dimension[] | null)[]): Dimension[] | null {
  let result: Dimension[] = [];
  for (const shape of shapes) {
    if (!shape) return null;
    const rank = Math.max(result.length, shape.length);
    const at = (dims: readonly Dimension[], axis: number): Dimension =>
      axis < rank - dims.length ? 1 : dims[axis - rank + dims.length];
    const previous = result;
    result = Array.from({ length: rank }, (_, axis) => broadcastDimension(at(previous, axis), at(shape, axis)));
  }
  return result;
}

/** The dimension with its symbols replaced by numbers where `values` has them. */
export function substituted(dimension: Dimension, values: ReadonlyMap<string, number>): Dimension {
  if (typeof dimension !== 'string') return dimension;
  let total: Dimension = 0;
  for (const [monomial, coefficient] of parsed(dimension)) {
    const factors = factorsOf(monomial).map((atom) => values.get(atom) ?? atom);
    total = plus(total, times(coefficient, productOf(factors)));
  }
  return total;
}

/** The dimension with every symbol counted as 1: what one image contributes. Unknown lengths count as 1. */
export function atOne(dimension: Dimension): number {
  if (typeof dimension === 'number') return dimension;
  return dimension === null ? 1 : [...parsed(dimension).values()].reduce((sum, c) => sum + c, 0);
}

/** Whether all dimensions are numbers. */
export function isStatic(shape: readonly Dimension[] | null | undefined): shape is readonly number[] {
  return !!shape && shape.every((d) => typeof d === 'number');
}

/** Whether a symbolic dimension contains `symbol` as an atom. */
export function dependsOn(dimension: Dimension, symbol: string): boolean {
  return typeof dimension === 'string' && dimension.split(/[^\w.]+/).includes(symbol);
}

function combined(
  a: Dimension,
  b: Dimension,
  operation: (p: Polynomial, q: Polynomial) => Polynomial | null,
): Dimension {
  if (a === null || b === null || isLong(a) || isLong(b)) return null;
  const result = operation(parsed(a), parsed(b));
  return result && printed(result);
}
