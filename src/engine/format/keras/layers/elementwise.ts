import type { NetworkBuilder } from '../../builder/builder';
import type { Feature } from '../../builder/feature';
import type { LayerConverter } from '../layer';

type Mapping = (builder: NetworkBuilder, x: Feature) => Feature;

/** keras.ops that work on each number by itself, by the ONNX operator that does the same. */
const ELEMENTWISE: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Absolute: 'Abs',
  Arccos: 'Acos',
  Arccosh: 'Acosh',
  Arcsin: 'Asin',
  Arcsinh: 'Asinh',
  Arctan: 'Atan',
  Arctanh: 'Atanh',
  Ceil: 'Ceil',
  Cos: 'Cos',
  Cosh: 'Cosh',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Log: 'Log',
  Negative: 'Neg',
  Reciprocal: 'Reciprocal',
  Round: 'Round',
  Sign: 'Sign',
  Sin: 'Sin',
  Sinh: 'Sinh',
  Sqrt: 'Sqrt',
  Tan: 'Tan',
};

const scaled =
  (first: string, factor: number): Mapping =>
  (builder, x) =>
    builder.mapped(builder.mapped(x, first), 'Mul', [builder.scalar(factor)]);

/** Those that ONNX says in two steps. */
const COMPOSED: Readonly<Record<string, Mapping>> = {
  Square: (builder, x) => builder.mapped(x, 'Mul', [x.tensor]),
  Rsqrt: (builder, x) => builder.mapped(builder.mapped(x, 'Sqrt'), 'Reciprocal'),
  Exp2: (builder, x) => builder.mapped(builder.mapped(x, 'Mul', [builder.scalar(Math.LN2)]), 'Exp'),
  Expm1: (builder, x) => builder.mapped(builder.mapped(x, 'Exp'), 'Sub', [builder.scalar(1)]),
  Log1p: (builder, x) => builder.mapped(builder.mapped(x, 'Add', [builder.scalar(1)]), 'Log'),
  Log2: scaled('Log', Math.LOG2E),
  Log10: scaled('Log', Math.LOG10E),
};

export const elementwiseOperations: readonly LayerConverter[] = [
  ...Object.entries(ELEMENTWISE).map(([name, op]): LayerConverter => ({
    classes: [name],
    build: ({ builder, inputs: [x] }) => builder.mapped(x, op),
  })),
  ...Object.entries(COMPOSED).map(([name, mapping]): LayerConverter => ({
    classes: [name],
    build: ({ builder, inputs: [x] }) => mapping(builder, x),
  })),
];
