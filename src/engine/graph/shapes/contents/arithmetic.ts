import { numberAttribute, type Dimension } from '../../model';
import { hasTrait } from '../../operators';
import { floorQuotient, minus, plus, quotient, times } from '../dimension';
import { elementTypeOf } from '../element-type';
import type { ContentContext, ContentRule, Contents } from './rule';
import { broadcastPositions } from './strides';

type Binary = (a: Dimension, b: Dimension, type: Contents['type']) => Dimension;
type Unary = (value: number) => number;

const isFloat = (type: Contents['type']): boolean => type === 'float32' || type === 'float64';

/** Applies a function of numbers; symbols become unknown. */
const numeric =
  (f: (a: number, b: number) => number): Binary =>
  (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? f(a, b) : null;

/** A symbolic length is never negative, so it differs from every negative number. */
function equal(a: Dimension, b: Dimension): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return Number(a === b);
  if (a !== null && a === b) return 1;
  const [symbol, number] = typeof a === 'string' ? [a, b] : [b, a];
  return typeof symbol === 'string' && !symbol.includes('-') && typeof number === 'number' && number < 0 ? 0 : null;
}

/** Integers are divided towards zero. */
function divided(a: Dimension, b: Dimension, type: Contents['type']): Dimension {
  if (typeof a === 'number' && typeof b === 'number') return isFloat(type) ? a / b : b === 0 ? null : Math.trunc(a / b);
  return isFloat(type) ? (quotient(a, b) ?? null) : floorQuotient(a, b);
}

const BINARY: Readonly<Record<string, Binary>> = {
  Add: plus,
  Sub: minus,
  Mul: times,
  Div: divided,
  Mod: numeric((a, b) => a - b * Math.floor(a / b)),
  Pow: numeric(Math.pow),
  Min: (a, b) => (a === b ? a : numeric(Math.min)(a, b, 'int64')),
  Max: (a, b) => (a === b ? a : numeric(Math.max)(a, b, 'int64')),
  Sum: plus,
  Equal: equal,
  Greater: numeric((a, b) => Number(a > b)),
  GreaterOrEqual: numeric((a, b) => Number(a >= b)),
  Less: numeric((a, b) => Number(a < b)),
  LessOrEqual: numeric((a, b) => Number(a <= b)),
  And: numeric((a, b) => Number(a !== 0 && b !== 0)),
  Or: numeric((a, b) => Number(a !== 0 || b !== 0)),
  Xor: numeric((a, b) => Number((a !== 0) !== (b !== 0))),
};

const UNARY: Readonly<Record<string, Unary>> = {
  Neg: (v) => -v,
  Abs: Math.abs,
  Sqrt: Math.sqrt,
  Reciprocal: (v) => 1 / v,
  Exp: Math.exp,
  Log: Math.log,
  Sign: Math.sign,
  Not: (v) => Number(v === 0),
  Ceil: Math.ceil,
  Floor: Math.floor,
  /** Halves go to the even neighbour. */
  Round: (v) => (Math.abs(v % 1) === 0.5 ? 2 * Math.round(v / 2) : Math.round(v)),
};

/** Symbolic lengths are whole numbers unless they carry a fraction as a factor. */
const isWhole = (value: Dimension): boolean => typeof value === 'string' && !/\d\.\d/.test(value);

export const binaryContents: ContentRule = {
  ops: Object.keys(BINARY),
  evaluate({ node, inputs, shapes }) {
    const columns = inputs.map((input) => spread(input!, shapes[0]));
    const apply = BINARY[node.op];
    return [
      columns.slice(1).reduce((total, column) => total.map((v, i) => apply(v, column[i], inputs[0]!.type)), columns[0]),
    ];
  },
};

export const unaryContents: ContentRule = {
  ops: Object.keys(UNARY),
  evaluate: ({ node, inputs }) => [
    inputs[0]!.values.map((v) => {
      if (typeof v === 'number') return UNARY[node.op](v);
      if (node.op === 'Neg') return times(v, -1);
      return hasTrait(node, 'rounding') && isWhole(v) ? v : null;
    }),
  ],
};

export const castContents: ContentRule = {
  ops: ['Cast'],
  evaluate: ({ node, inputs }) => [inputs[0]!.values.map(converter(node))],
};

function converter(node: ContentContext['node']): (value: Dimension) => Dimension {
  const type = elementTypeOf(numberAttribute(node, 'to', 1));
  return (value) => {
    if (type === 'bool') return typeof value === 'number' ? Number(value !== 0) : null;
    if (typeof value !== 'number') return isFloat(type) || isWhole(value) ? value : null;
    return isFloat(type) ? value : Math.trunc(value);
  };
}

export const whereContents: ContentRule = {
  ops: ['Where'],
  evaluate({ inputs, shapes }) {
    const [condition, yes, no] = inputs.map((input) => spread(input!, shapes[0]));
    return [condition.map((c, i) => (typeof c === 'number' ? (c ? yes[i] : no[i]) : yes[i] === no[i] ? yes[i] : null))];
  },
};

const FOLDS: Readonly<Record<string, Binary>> = {
  ReduceProd: times,
  ReduceSum: plus,
  ReduceMax: BINARY.Max,
  ReduceMin: BINARY.Min,
};

/** Reductions to a single number, as exporters write them for sizes; no values for any other. */
export const reductionContents: ContentRule = {
  ops: Object.keys(FOLDS),
  evaluate({ node, inputs, shapes }) {
    const { values, type } = inputs[0]!;
    const single = shapes[0].every((d) => d === 1) && values.length > 0;
    return single ? [[values.reduce((a, b) => FOLDS[node.op](a, b, type))]] : [];
  },
};

function spread(input: Contents, shape: readonly number[]): Dimension[] {
  return broadcastPositions(input.dims, shape).map((position) => input.values[position]);
}
