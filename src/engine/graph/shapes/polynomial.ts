import type { Dimension } from '../model';

/**
 * A dimension that may hold symbols, read as a polynomial with integer coefficients over atoms (`batch`,
 * `floor((h+1)/2)`), so that `batch*49/49` is `batch` again and equal expressions have equal text.
 */
export type Polynomial = ReadonlyMap<string, number>;

/** Key of the constant term. */
const ONE = '';
/** Longer expressions come of no network: where one would grow beyond, the dimension is unknown. */
const MOST_CHARACTERS = 1000;

export const isLong = (dimension: Dimension): boolean =>
  typeof dimension === 'string' && dimension.length > MOST_CHARACTERS;
export const shortEnough = (text: string): Dimension => (isLong(text) ? null : text);

export function added(p: Polynomial, q: Polynomial, sign: number): Polynomial {
  const sum = new Map(p);
  for (const [monomial, coefficient] of q) accumulate(sum, monomial, sign * coefficient);
  return sum;
}

export function accumulate(sum: Map<string, number>, monomial: string, coefficient: number): void {
  const total = (sum.get(monomial) ?? 0) + coefficient;
  if (total === 0) sum.delete(monomial);
  else sum.set(monomial, total);
}

export const joined = (a: string, b: string): string => [...factorsOf(a), ...factorsOf(b)].sort().join('*');

/** The monomial divided by another, or undefined when it does not divide. */
export function without(monomial: string, divisor: string): string | undefined {
  const left = factorsOf(monomial);
  for (const atom of factorsOf(divisor)) {
    const index = left.indexOf(atom);
    if (index < 0) return undefined;
    left.splice(index, 1);
  }
  return left.join('*');
}

export function parsed(dimension: number | string): Polynomial {
  const sum = new Map<string, number>();
  if (typeof dimension === 'number') {
    accumulate(sum, ONE, dimension);
    return sum;
  }
  // The name of an input's axis may be as long as its file.
  if (isLong(dimension)) return sum.set(dimension, 1);
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

export const factorsOf = (monomial: string): string[] =>
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

export function printed(polynomial: Polynomial): Dimension {
  const constant = polynomial.get(ONE) ?? 0;
  const terms = [...polynomial].filter(([monomial]) => monomial !== ONE).sort(([a], [b]) => (a < b ? -1 : 1));
  if (terms.length === 0) return constant;
  if ([...polynomial.values()].some((c) => !Number.isSafeInteger(c))) return null;
  const positiveFirst = [...terms.filter(([, c]) => c > 0), ...terms.filter(([, c]) => c < 0)];
  const text = positiveFirst
    .map(
      ([monomial, c], i) => `${c < 0 ? '-' : i > 0 ? '+' : ''}${Math.abs(c) === 1 ? '' : `${Math.abs(c)}*`}${monomial}`,
    )
    .join('');
  return shortEnough(constant === 0 ? text : `${text}${constant > 0 ? '+' : '-'}${Math.abs(constant)}`);
}
