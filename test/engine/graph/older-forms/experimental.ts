import { float, ints } from '../../../../src/engine/graph/model';
import { image, type OlderForm } from './form';

/** Operators that were taken back: ONNX Runtime still runs them in models of their time. */
export const experimental: readonly OlderForm[] = [
  {
    name: 'ImageScaler',
    op: 'ImageScaler',
    opset: 7,
    inputs: [image],
    attributes: { scale: float(2), bias: { kind: 'floats', value: [1, -2, 3, 0.5] } },
    expect: (ops) => ops.join() === 'Mul,Add',
  },
  {
    name: 'Affine',
    op: 'Affine',
    opset: 7,
    inputs: [image],
    attributes: { alpha: float(2), beta: float(-1) },
    expect: (ops) => ops.join() === 'Mul,Add',
  },
  {
    name: 'ScaledTanh',
    op: 'ScaledTanh',
    opset: 7,
    inputs: [image],
    attributes: { alpha: float(1.7), beta: float(0.6) },
    expect: (ops) => ops.includes('Tanh'),
  },
  {
    name: 'ParametricSoftplus',
    op: 'ParametricSoftplus',
    opset: 7,
    inputs: [image],
    attributes: { alpha: float(1.7), beta: float(0.6) },
    expect: (ops) => ops.includes('Softplus'),
  },
  {
    name: 'Crop by borders',
    op: 'Crop',
    opset: 7,
    inputs: [image],
    attributes: { border: ints([1, 0, 2, 1]) },
    expect: (ops) => ops.join() === 'Slice',
  },
  {
    name: 'Crop to a size',
    op: 'Crop',
    opset: 7,
    inputs: [image],
    attributes: { border: ints([1, 2, 0, 0]), scale: ints([3, 2]) },
    expect: (ops) => ops.join() === 'Slice',
  },
];
