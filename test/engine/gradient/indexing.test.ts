import { assertGradient, type Check, type Operand } from './harness';

const indices = (dims: readonly number[], ...values: number[]): Operand => ({ dims, values, type: 'int64' });
const list = (...values: number[]): Operand => indices([values.length], ...values);
const image: Operand = { dims: [2, 3, 4, 5] };

const cases: readonly (Check & { readonly title: string })[] = [
  { title: 'Gather of one', op: 'Gather', inputs: [image, indices([], -1)], attributes: { axis: 2 } },
  { title: 'Gather of a run', op: 'Gather', inputs: [image, list(1, 2, 3)], attributes: { axis: -1 } },
  { title: 'Gather with repetitions', op: 'Gather', inputs: [image, list(2, 0, 2, -1)], attributes: { axis: 1 } },
  { title: 'Gather by a table', op: 'Gather', inputs: [image, indices([2, 2], 3, 0, 0, 1)], attributes: { axis: 2 } },
  {
    title: 'Gather of words, some of them twice',
    op: 'Gather',
    inputs: [{ dims: [130, 2], batch: false }, indices([2, 3], 0, 129, -1, 64, 0, 0)],
  },
  { title: 'Gather along the batch', op: 'Gather', inputs: [image, list(1, 1)], attributes: { axis: 0 } },
  {
    title: 'GatherElements',
    op: 'GatherElements',
    inputs: [{ dims: [2, 3, 2] }, indices([2, 4, 1], 0, 2, 2, -1, 1, 1, 0, 0)],
    attributes: { axis: 1 },
  },
  { title: 'GatherND', op: 'GatherND', inputs: [{ dims: [2, 3, 4] }, indices([3, 2], 0, 1, 1, 2, 0, 1)] },
  {
    title: 'GatherND with batches',
    op: 'GatherND',
    inputs: [{ dims: [2, 3, 4] }, indices([2, 2, 1], 1, 0, 2, 2)],
    attributes: { batch_dims: 1 },
  },
  {
    title: 'ScatterND',
    op: 'ScatterND',
    inputs: [{ dims: [4, 3, 2] }, indices([2, 1], 2, 0), { dims: [2, 3, 2], batch: false }],
  },
  {
    title: 'ScatterND that adds',
    op: 'ScatterND',
    inputs: [{ dims: [4, 3] }, indices([2, 2], 2, 1, 2, 1), { dims: [2] }],
    attributes: { reduction: 'add' },
  },
  {
    title: 'ScatterElements',
    op: 'ScatterElements',
    inputs: [{ dims: [2, 4, 2] }, indices([2, 2, 1], 1, 3, 0, 2), { dims: [2, 2, 1] }],
    attributes: { axis: 1 },
  },
  {
    title: 'TopK values',
    op: 'TopK',
    inputs: [{ dims: [2, 5], values: 'spaced' }, list(2)],
    outputs: 2,
    types: ['float32', 'int64'],
    seeded: [0],
  },
  {
    title: 'TopK, smallest',
    op: 'TopK',
    inputs: [{ dims: [2, 4, 3], values: 'spaced' }, list(2)],
    attributes: { axis: 1, largest: 0 },
    outputs: 2,
    types: ['float32', 'int64'],
    seeded: [0],
  },
  { title: 'Slice', op: 'Slice', inputs: [image, list(1, -3), list(3, 1000), list(2, 3)] },
  { title: 'Slice with steps', op: 'Slice', inputs: [image, list(1, 0), list(4, 5), list(2, -1), list(2, 3)] },
  { title: 'Slice backwards', op: 'Slice', inputs: [image, list(-1, 10), list(-100, 0), list(2, 3), list(-1, -2)] },
  { title: 'Slice of the batch', op: 'Slice', inputs: [image, list(0), list(1), list(0)] },
  { title: 'Slice without axes', op: 'Slice', inputs: [{ dims: [3, 4], batch: false }, list(1, 0), list(3, 2)] },
  { title: 'Expand', op: 'Expand', inputs: [{ dims: [2, 1, 3] }, list(4, 2, 5, 3)] },
  { title: 'Tile', op: 'Tile', inputs: [{ dims: [2, 3, 2] }, list(1, 2, 3)] },
  { title: 'Tile of the batch', op: 'Tile', inputs: [{ dims: [2, 3] }, list(2, 1)] },
  { title: 'DepthToSpace, DCR', op: 'DepthToSpace', inputs: [{ dims: [2, 8, 2, 3] }], attributes: { blocksize: 2 } },
  {
    title: 'DepthToSpace, CRD',
    op: 'DepthToSpace',
    inputs: [{ dims: [2, 8, 2, 3] }],
    attributes: { blocksize: 2, mode: 'CRD' },
  },
  { title: 'SpaceToDepth', op: 'SpaceToDepth', inputs: [{ dims: [2, 2, 4, 6] }], attributes: { blocksize: 2 } },
];

describe('gradients of indexing operators', () => {
  for (const { title, ...check } of cases)
    it(title, () => assertGradient({ step: title.startsWith('TopK') ? 0.01 : 0.5, ...check }));
});
