import type { Dimension } from '../model';

/**
 * Arithmetic on dimensions that may be symbols. A dimension is read as a polynomial with integer coefficients over
 * atoms (`batch`, `floor((h+1)/2)`), so that `batch*49/49` is `batch` again and equal expressions have equal text.
 */
type Polynomial = ReadonlyMap<string, number>;

/** Key of the constant term. */
const ONE = '';

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
    const product = new Map<string, number>();
    for (const [m, c] of p) for (const [n, d] of q) accumulate(product, joined(m, n), c * d);
    return product;
  });
}

/** a / b where that is exact for every value of the symbols, else undefined. */
export function quotient(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === null || b === null || b === 0) return undefined;
  if (a === b) return 1;
  const divisor = [...parsed(b)];
  if (divisor.length !== 1) return undefined;
  const [[factors, scale]] = divisor;
  const result = new Map<string, number>();
  for (const [monomial, coefficient] of parsed(a)) {
    const rest = without(monomial, factors);
    if (rest === undefined || !Number.isInteger(coefficient / scale)) return undefined;
    result.set(rest, coefficient / scale);
  }
  return printed(result);
}

/** Integer division rounded down; inexact symbolic quotients become the atom `floor((a)/b)`. */
export function floorQuotient(a: Dimension, b: Dimension): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : Math.floor(a / b);
  const exact = quotient(a, b);
  if (exact !== undefined) return exact;
  return a === null || b === null ? null : `floor((${a})/${typeof b === 'string' ? `(${b})` : b})`;
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

function combined(a: Dimension, b: Dimension, operation: (p: Polynomial, q: Polynomial) => Polynomial): Dimension {
  return a === null || b === null ? null : printed(operation(parsed(a), parsed(b)));
}

function added(p: Polynomial, q: Polynomial, sign: number): Polynomial {
  const sum = new Map(p);
  for (const [monomial, coefficient] of q) accumulate(sum, monomial, sign * coefficient);
  return sum;
}

function accumulate(sum: Map<string, number>, monomial: string, coefficient: number): void {
  const total = (sum.get(monomial) ?? 0) + coefficient;
  if (total === 0) sum.delete(monomial);
  else sum.set(monomial, total);
}

const joined = (a: string, b: string): string => [...factorsOf(a), ...factorsOf(b)].sort().join('*');

/** The monomial divided by another, or undefined when it does not divide. */
function without(monomial: string, divisor: string): string | undefined {
  const left = factorsOf(monomial);
  for (const atom of factorsOf(divisor)) {
    const index = left.indexOf(atom);
    if (index < 0) return undefined;
    left.splice(index, 1);
  }
  return left.join('*');
}

function parsed(dimension: number | string): Polynomial {
  const sum = new Map<string, number>();
  if (typeof dimension === 'number') {
    accumulate(sum, ONE, dimension);
    return sum;
  }
  for (const term of pieces(dimension, '+-')) {
    const negative = term.startsWith('-');
    const factors = pieces(term.replace(/^[+-]/, ''), '*')
      .map((f) => f.replace(/^\*/, '').trim())
      .filter((f) => f !== '');
    const numbers = factors.filter((f) => /^\d+(\.\d+)?$/.test(f));
    const coefficient = numbers.reduce((product, f) => product * Number(f), negative ? -1 : 1);
    accumulate(
      sum,
      factors
        .filter((f) => !numbers.includes(f))
        .sort()
        .join('*'),
      coefficient,
    );
  }
  return sum;
}

const factorsOf = (monomial: string): string[] =>
  monomial === ONE ? [] : pieces(monomial, '*').map((f) => f.replace(/^\*/, ''));

/** Cuts before each separator that stands outside parentheses; the separator stays at the head of its piece. */
function pieces(text: string, separators: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (depth === 0 && i > start && separators.includes(text[i])) {
      found.push(text.slice(start, i));
      start = i;
    }
  }
  found.push(text.slice(start));
  return found;
}

function printed(polynomial: Polynomial): Dimension {
  const constant = polynomial.get(ONE) ?? 0;
  const terms = [...polynomial].filter(([monomial]) => monomial !== ONE).sort(([a], [b]) => (a < b ? -1 : 1));
  if (terms.length === 0) return constant;
  const positiveFirst = [...terms.filter(([, c]) => c > 0), ...terms.filter(([, c]) => c < 0)];
  const text = positiveFirst
    .map(
      ([monomial, c], i) => `${c < 0 ? '-' : i > 0 ? '+' : ''}${Math.abs(c) === 1 ? '' : `${Math.abs(c)}*`}${monomial}`,
    )
    .join('');
  return constant === 0 ? text : `${text}${constant > 0 ? '+' : '-'}${Math.abs(constant)}`;
}
