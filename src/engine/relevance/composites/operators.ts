/** Elementwise functions: what they bend, rules leave alone. */
export const ACTIVATIONS: ReadonlySet<string> = new Set([
  'Relu',
  'LeakyRelu',
  'PRelu',
  'ThresholdedRelu',
  'Clip',
  'Sigmoid',
  'Tanh',
  'Softplus',
  'Softsign',
  'Elu',
  'Celu',
  'Selu',
  'HardSigmoid',
  'HardSwish',
  'Mish',
  'Gelu',
  'Shrink',
  'Softmax',
  'LogSoftmax',
  'Erf',
  'Exp',
  'Log',
  'Sqrt',
  'Reciprocal',
  'Abs',
  'Neg',
  'Pow',
  'Sin',
  'Cos',
  'Tan',
  'Atan',
]);

export const NORMALIZATIONS: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'LayerNormalization',
  'GroupNormalization',
  'InstanceNormalization',
  'LRN',
  'MeanVarianceNormalization',
  'LpNormalization',
]);

export const AVERAGES: ReadonlySet<string> = new Set([
  'AveragePool',
  'GlobalAveragePool',
  'ReduceMean',
  'ReduceSum',
  'Resize',
]);
export const SUMS: ReadonlySet<string> = new Set(['Add', 'Sub', 'Sum', 'Mean']);
export const PRODUCTS: ReadonlySet<string> = new Set(['Mul', 'MatMul', 'Gemm', 'Einsum']);
/** Elementwise operators of several operands; with one signal among them they only shift, scale or clip it. */
export const ARITHMETIC: ReadonlySet<string> = new Set([...SUMS, 'Mul', 'Max', 'Min']);
