import { assertGradient, type Check } from './harness';

const shape = (...values: number[]) => ({ dims: [values.length], values, type: 'int64' as const });
const image = { dims: [2, 3, 4, 5] };

const cases: readonly (Check & { readonly title: string })[] = [
  { title: 'Identity', op: 'Identity', inputs: [image] },
  { title: 'Dropout', op: 'Dropout', inputs: [image] },
  { title: 'Cast', op: 'Cast', inputs: [image], attributes: { to: 1 } },
  { title: 'CastLike', op: 'CastLike', inputs: [image, { dims: [1], constant: true }] },
  { title: 'Flatten', op: 'Flatten', inputs: [image] },
  { title: 'Flatten at axis 2', op: 'Flatten', inputs: [image], attributes: { axis: 2 } },
  { title: 'Reshape', op: 'Reshape', inputs: [image, shape(0, 5, -1)] },
  { title: 'Reshape that folds the batch', op: 'Reshape', inputs: [image, shape(-1, 4, 5)] },
  { title: 'Squeeze', op: 'Squeeze', inputs: [{ dims: [2, 1, 3, 1] }, shape(1, -1)] },
  { title: 'Unsqueeze', op: 'Unsqueeze', inputs: [{ dims: [2, 3, 4] }, shape(0, 2)] },
  { title: 'Transpose', op: 'Transpose', inputs: [image], attributes: { perm: [0, 2, 3, 1] } },
  { title: 'Transpose, reversed by default', op: 'Transpose', inputs: [image] },
  {
    title: 'Concat',
    op: 'Concat',
    inputs: [image, { dims: [2, 2, 4, 5] }, { dims: [2, 1, 4, 5] }],
    attributes: { axis: 1 },
  },
  {
    title: 'Concat along a negative axis',
    op: 'Concat',
    inputs: [{ dims: [2, 3] }, { dims: [2, 2] }],
    attributes: { axis: -1 },
  },
  {
    title: 'Concat along the batch',
    op: 'Concat',
    inputs: [{ dims: [2, 3] }, { dims: [2, 3] }],
    attributes: { axis: 0 },
  },
  { title: 'Split', op: 'Split', inputs: [image, shape(1, 2)], attributes: { axis: 1 }, outputs: 2 },
  {
    title: 'Split of which one part is used',
    op: 'Split',
    inputs: [{ dims: [2, 6] }],
    attributes: { axis: -1, num_outputs: 3 },
    outputs: 3,
    seeded: [1],
  },
  { title: 'Pad with zeros', op: 'Pad', inputs: [image, shape(0, 0, 1, 2, 0, 1, 0, 3)] },
  { title: 'Pad with negative counts', op: 'Pad', inputs: [image, shape(0, -1, 1, -2, 0, 0, -1, 3)] },
  {
    title: 'Pad by axes',
    op: 'Pad',
    inputs: [image, shape(1, 2, 0, 1), { dims: [], values: [0.5], constant: true }, shape(-1, 2)],
  },
  ...['reflect', 'edge', 'wrap'].map((mode) => ({
    title: `Pad, ${mode}`,
    op: 'Pad',
    inputs: [image, shape(0, 1, 2, 1, 0, 0, 1, 3)],
    attributes: { mode },
  })),
  {
    title: 'CumSum',
    op: 'CumSum',
    inputs: [{ dims: [2, 5, 3] }, { dims: [], values: [1], type: 'int64' }],
    attributes: { exclusive: 1 },
  },
  {
    title: 'CumSum backwards',
    op: 'CumSum',
    inputs: [{ dims: [2, 5] }, { dims: [], values: [-1], type: 'int64' }],
    attributes: { reverse: 1 },
  },
  { title: 'Trilu', op: 'Trilu', inputs: [{ dims: [2, 4, 4] }], attributes: { upper: 0 } },
];

describe('gradients of operators that move numbers', () => {
  for (const { title, ...check } of cases) it(title, () => assertGradient({ step: 0.5, ...check }));
});
