import { int, ints, text } from '../../../../src/engine/graph/model';
import { floats, integers } from '../../../../src/engine/tensor/tensor';
import { noise, weight, type NodeCase } from '../running';
import { image, kernel, list, scalar } from './tensors';

/** Operators that move, take, repeat and resample. */
export const arrangement: readonly NodeCase[] = [
  { op: 'Reshape', inputs: [image, list(0, -1, 6)] },
  { op: 'Reshape', inputs: [image, list(-1, 2, 42)] },
  { op: 'Flatten', inputs: [image] },
  { op: 'Flatten', inputs: [image], attributes: { axis: int(-1) } },
  { op: 'Squeeze', inputs: [noise([2, 1, 3, 1]), list(-1)] },
  { op: 'Unsqueeze', inputs: [image, list(0, -1)] },
  { op: 'Transpose', inputs: [image], attributes: { perm: ints([1, 3, 0, 2]) } },
  { op: 'Transpose', inputs: [image] },
  { op: 'Expand', inputs: [noise([2, 1, 3]), list(5, 1, 4, 1)] },
  { op: 'Tile', inputs: [image, list(1, 2, 1, 3)] },
  { op: 'DepthToSpace', inputs: [image], attributes: { blocksize: int(2) } },
  { op: 'SpaceToDepth', inputs: [noise([2, 3, 6, 4])], attributes: { blocksize: int(2) } },
  { op: 'Concat', inputs: [image, kernel(2, 3, 7, 6)], attributes: { axis: int(1) } },
  { op: 'Split', inputs: [image, list(1, 3)], outputs: 2, attributes: { axis: int(1) } },
  { op: 'Split', inputs: [image], outputs: 3, attributes: { axis: int(2), num_outputs: int(3) } },
  { op: 'Pad', inputs: [image, list(0, 0, 1, -1, 0, 0, 2, 0)] },
  { op: 'Pad', inputs: [image, list(1, 2, 0, 3), weight(floats([], [0])), list(3, 2)] },
  {
    op: 'OneHot',
    inputs: [{ type: 'int64', dims: [2, 3], data: new BigInt64Array(6) }, scalar(5), weight(floats([2], [0, 1]))],
    attributes: { axis: int(1) },
  },
  { op: 'Gather', inputs: [image, list(1, 0, 2)], attributes: { axis: int(2) } },
  { op: 'Gather', inputs: [image, scalar(1)], attributes: { axis: int(-1) } },
  { op: 'GatherElements', inputs: [image, weight(integers([0, 1, 0, 1], [2, 1, 1, 2]))], attributes: { axis: int(1) } },
  { op: 'GatherND', inputs: [image, weight(integers([0, 1, 1, 2], [2, 2]))] },
  { op: 'ScatterND', inputs: [image, weight(integers([0, 1], [2, 1])), kernel(2, 4, 7, 6)] },
  {
    op: 'ScatterElements',
    inputs: [image, weight(integers([1], [1, 1, 1, 1])), kernel(1, 1, 1, 1)],
    attributes: { axis: int(1) },
  },
  { op: 'Slice', inputs: [image, list(1, -2), list(3, 100), list(1, 3)] },
  { op: 'Slice', inputs: [image, list(-1, 5), list(-100, 0), list(2, 3), list(-1, -2)] },
  { op: 'TopK', inputs: [image, list(3)], outputs: 2, types: ['float32', 'int64'], attributes: { axis: int(2) } },
  { op: 'Shape', inputs: [image], types: ['int64'], attributes: { start: int(1), end: int(-1) } },
  { op: 'Size', inputs: [image], types: ['int64'] },
  { op: 'ConstantOfShape', inputs: [list(2, 3)] },
  { op: 'Range', inputs: [scalar(1), scalar(12), scalar(3)], types: ['int64'] },
  { op: 'EyeLike', inputs: [noise([2, 3])] },
  { op: 'Resize', inputs: [image, null, weight(floats([4], [1, 1, 2, 1.6]))] },
  { op: 'Resize', inputs: [image, null, null, list(2, 4, 5, 9)], attributes: { mode: text('linear') } },
  {
    op: 'Resize',
    inputs: [image, null, null, list(10, 9)],
    attributes: { axes: ints([2, 3]), keep_aspect_ratio_policy: text('not_larger') },
  },
  { op: 'Resize', inputs: [image, null, weight(floats([2], [0.5, 0.4]))], attributes: { axes: ints([3, 2]) } },
  { op: 'GridSample', inputs: [image, kernel(2, 3, 5, 2)] },
  { op: 'AffineGrid', inputs: [noise([2, 2, 3]), list(2, 4, 5, 6)] },
  {
    op: 'RoiAlign',
    inputs: [image, weight(floats([1, 4], [0, 0, 4, 4])), list(0)],
    attributes: { output_height: int(3), output_width: int(2) },
  },
];
