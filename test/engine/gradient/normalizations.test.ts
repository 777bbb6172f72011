import { assertGradient, type Check } from './harness';

const vector = (length: number, constant = false) => ({ dims: [length], batch: false, constant });

const cases: readonly (Check & { readonly title: string })[] = [
  {
    title: 'LayerNormalization of the last axis',
    op: 'LayerNormalization',
    inputs: [{ dims: [2, 3, 5] }, vector(5), vector(5)],
  },
  {
    title: 'LayerNormalization of two axes',
    op: 'LayerNormalization',
    inputs: [{ dims: [2, 3, 4] }, { dims: [3, 4], batch: false }],
    attributes: { axis: 1, epsilon: 0.1 },
  },
  {
    title: 'InstanceNormalization',
    op: 'InstanceNormalization',
    inputs: [{ dims: [2, 3, 2, 3] }, vector(3), vector(3)],
    attributes: { epsilon: 0.01 },
  },
  {
    title: 'InstanceNormalization, 1-D',
    op: 'InstanceNormalization',
    inputs: [{ dims: [2, 3, 5] }, vector(3), vector(3)],
  },
  {
    title: 'GroupNormalization',
    op: 'GroupNormalization',
    inputs: [{ dims: [2, 6, 2, 2] }, vector(6), vector(6)],
    attributes: { num_groups: 3, epsilon: 0.01 },
  },
  {
    title: 'BatchNormalization in training',
    op: 'BatchNormalization',
    inputs: [{ dims: [3, 4, 2, 3] }, vector(4), vector(4), vector(4, true), vector(4, true)],
    attributes: { training_mode: 1, epsilon: 0.01 },
    outputs: 3,
    seeded: [0],
  },
  {
    title: 'BatchNormalization in training, 1-D',
    op: 'BatchNormalization',
    inputs: [{ dims: [5, 3, 4] }, vector(3), vector(3), vector(3, true), vector(3, true)],
    attributes: { training_mode: 1, momentum: { kind: 'float', value: 0 } },
    outputs: 3,
    seeded: [0],
  },
  {
    title: 'BatchNormalization in training, without space',
    op: 'BatchNormalization',
    inputs: [{ dims: [5, 3] }, vector(3), vector(3), vector(3, true), vector(3, true)],
    attributes: { training_mode: 1, epsilon: 0.1 },
    outputs: 3,
    seeded: [0],
  },
  { title: 'MeanVarianceNormalization', op: 'MeanVarianceNormalization', inputs: [{ dims: [2, 3, 2, 2] }] },
  {
    title: 'MeanVarianceNormalization over space',
    op: 'MeanVarianceNormalization',
    inputs: [{ dims: [2, 3, 2, 3] }],
    attributes: { axes: [2, 3] },
  },
  { title: 'LpNormalization', op: 'LpNormalization', inputs: [{ dims: [2, 5], values: 'spaced' }] },
  {
    title: 'LpNormalization, p = 1, channels',
    op: 'LpNormalization',
    inputs: [{ dims: [2, 3, 4], values: 'spaced' }],
    attributes: { axis: 1, p: 1 },
  },
  {
    title: 'LRN',
    op: 'LRN',
    inputs: [{ dims: [2, 5, 2, 3] }],
    attributes: { size: 3, alpha: 0.5, beta: 0.75, bias: 1.5 },
  },
  {
    title: 'LRN over five channels',
    op: 'LRN',
    inputs: [{ dims: [2, 6, 2, 2] }],
    attributes: { size: 5, alpha: 0.3, beta: 0.6 },
  },
];

describe('gradients of normalisations', () => {
  for (const { title, ...check } of cases) it(title, () => assertGradient({ tolerance: 3e-3, ...check }));
});
